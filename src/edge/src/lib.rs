//! tracktry-edge
