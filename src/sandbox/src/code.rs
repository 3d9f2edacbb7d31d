//! Tracktry's result codes, as the sandbox sends them in `meta`.

/// Declares the codes: a number, the type Tracktry prints beside it, and our own words.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $kind:literal, $message:literal;)+) => {
        /// A result code. The numbers and types are Tracktry's own (grade A); the messages are
        /// the sandbox's, since a client must not depend on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// `meta.code`.
            pub const fn number(self) -> u16 { match self { $(Self::$name => $code,)+ } }

            /// `meta.type`.
            pub const fn kind(self) -> &'static str { match self { $(Self::$name => $kind,)+ } }

            /// `meta.message`.
            pub const fn message(self) -> &'static str { match self { $(Self::$name => $message,)+ } }
        }
    };
}

codes! {
    /// Done.
    Success = 200, "Success", "Success";
    /// Done; a batch says so even when some of its parcels failed (grade D).
    Created = 201, "Created", "Created";
    /// Done, though a limit was exceeded.
    Exceeded = 202, "Bad Request", "Done, but the limit was exceeded";
    /// Not allowed to ask at all.
    Unauthorized = 401, "Unauthorized", "Authentication failed or is not permitted";
    /// An account without any quota.
    PaymentRequired = 402, "Payment Required", "This account has to be paid for first";
    /// A key that may not do this.
    Denied = 403, "Forbidden", "Access is denied";
    /// No such path below the API.
    NotFound = 404, "Not Found", "There is no such endpoint";
    /// The path exists, for another method.
    MethodNotAllowed = 405, "Method Not Allowed", "This endpoint does not take that method";
    /// It would make two of one.
    Conflict = 409, "Conflict", "The request conflicts with what is there";
    /// Too many requests: none for two minutes.
    Limited = 429, "Too Many Requests", "The limit was exceeded, send nothing for two minutes";
    /// Something failed inside.
    Fault = 500, "Server Error", "The sandbox could not answer";
    /// Down for maintenance.
    Maintenance = 503, "Service Unavailable", "The service is down for maintenance";
    /// The key is missing or not one of the sandbox's.
    KeyInvalid = 4001, "Unauthorized", "The API key is invalid";
    /// The key has been deleted.
    KeyDeleted = 4002, "Unauthorized", "The API key has been deleted";
    /// Not understood, or a parameter is missing.
    NotUnderstood = 4012, "Bad Request", "The request was not understood or lacks a parameter";
    /// `tracking_number` is missing.
    NumberRequired = 4013, "Bad Request", "The tracking_number is required";
    /// `tracking_number` cannot be one.
    NumberInvalid = 4014, "Bad Request", "The tracking_number is invalid";
    /// `carrier_code` is missing or cannot be one; also where the body was no JSON (grade C).
    CarrierInvalid = 4015, "Bad Request", "The carrier_code is invalid";
    /// Posted before.
    Exists = 4016, "Bad Request", "The tracking exists already";
    /// Not posted.
    Unknown = 4017, "Bad Request", "The tracking does not exist";
    /// The feature is not active for the account.
    Inactive = 4018, "Bad Request", "The feature must be activated for the account first";
    /// Too little quota to post.
    BalanceLow = 4019, "Bad Request", "The balance is too low";
    /// More at a time than allowed.
    TooMany = 4020, "Bad Request", "Too many items at a time";
    /// Too little quota for a question that costs some.
    BalanceLowToRead = 4021, "Bad Request", "The remaining balance is too low to read";
    /// Nothing to answer with.
    Empty = 4031, "No Content", "The result is empty";
    /// No carrier fits the number.
    Undetected = 4032, "No Content", "The courier cannot be detected";
    /// No such status.
    StatusInvalid = 4033, "No Content", "The status is invalid";
}

impl Code {
    /// The HTTP status that fits best, for those who choose to see one (grade E): Tracktry itself
    /// answers 200 (B).
    pub const fn http(self) -> u16 {
        match self {
            Self::Success => 200,
            Self::Created => 201,
            Self::Exceeded => 202,
            Self::Unauthorized | Self::KeyInvalid | Self::KeyDeleted => 401,
            Self::PaymentRequired | Self::BalanceLow | Self::BalanceLowToRead => 402,
            Self::Denied | Self::Inactive => 403,
            Self::NotFound | Self::Unknown | Self::Empty | Self::Undetected => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict | Self::Exists => 409,
            Self::Limited => 429,
            Self::Fault => 500,
            Self::Maintenance => 503,
            Self::NotUnderstood
            | Self::NumberRequired
            | Self::NumberInvalid
            | Self::CarrierInvalid
            | Self::TooMany
            | Self::StatusInvalid => 400,
        }
    }
}
