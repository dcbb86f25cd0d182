//! GPT-2 inference on candle.
