"""Documents made without a browser, such as a board pack or the minutes of a review: one file a kind.

They stand below what shows pages and may import `ui.text` (labels, sentences), `ui.permissions` (who looks, and what
they may see), `charts`, `metrics` and `data_loaders`; never Streamlit, and no page's view. `ui` may offer them.
"""
