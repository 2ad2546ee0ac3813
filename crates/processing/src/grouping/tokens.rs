//! Frames as words, to compare stack traces with one another.

use bartizan_ports::grouping::FrameToken;

use super::names;
use super::view::{EventView, FrameView};

/// Frames of the exception that was thrown last, else of the thread or the event; those without any name are left out.
pub fn tokens(event: &EventView<'_>) -> Vec<FrameToken> {
    let of_exception = event.exceptions.iter().rev().find_map(|e| e.frames.as_deref().filter(|f| !f.is_empty()));
    let frames = of_exception.or_else(|| event.thread_frames()).or(event.frames.as_deref()).unwrap_or_default();
    frames.iter().filter(|f| f.left_out_by.is_none()).filter_map(token).collect()
}

fn token(frame: &FrameView<'_>) -> Option<FrameToken> {
    let function = names::function(frame).ok();
    let place = names::module(frame).map(std::borrow::Cow::into_owned).or_else(|_| names::file(frame)).ok();
    let has_function = function.is_some();
    let text = match (place, function) {
        (Some(place), Some(function)) => format!("{place}:{function}"),
        (Some(place), None) => place,
        (None, Some(function)) => function.into_owned(),
        (None, None) => return None,
    };
    Some(FrameToken { text, in_app: frame.in_app, has_function })
}
