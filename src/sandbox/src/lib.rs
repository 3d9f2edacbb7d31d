//! tracktry-sandbox
