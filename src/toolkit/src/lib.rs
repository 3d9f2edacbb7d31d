//! tracktry-toolkit
