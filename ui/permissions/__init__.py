"""Who looks and what they may see, as plain values; no Streamlit, so that reports can use it."""
