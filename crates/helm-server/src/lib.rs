//! Serves evaluation runs and the web app.
