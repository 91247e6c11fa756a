//! Stand-in until the tariffs room comes.
mod shelf;
pub use shelf::{Shelf, Version};
