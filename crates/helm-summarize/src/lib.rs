//! Summarises evaluation runs into leaderboard tables.
