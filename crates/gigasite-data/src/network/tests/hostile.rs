//! Broken files: findings, never a panic.
