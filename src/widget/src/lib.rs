//! tracktry-widget
