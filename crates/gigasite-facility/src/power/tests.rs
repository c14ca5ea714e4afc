//! Laws, caps, nodes and fits against what is published.

mod caps;
mod fits;
mod laws;
mod nodes;
mod tables;
