//! Small networks whose answers are known by hand.
