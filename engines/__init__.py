"""Other databases that answer the query texts of `metrics`: one file an engine.

They stand over `metrics`, which never imports them. The command line (`metrics/__main__.py`) and `ui.datasource` alone
choose one. They know nothing of `charts`, `data_loaders` or Streamlit.
"""
