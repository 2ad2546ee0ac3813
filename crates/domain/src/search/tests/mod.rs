mod events;
mod parse;
mod round_trip;
