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
    /// No such path below the API.
    NotFound = 404, "Not Found", "There is no such endpoint";
    /// The path exists, for another method.
    MethodNotAllowed = 405, "Method Not Allowed", "This endpoint does not take that method";
    /// Something failed inside.
    Fault = 500, "Server Error", "The sandbox could not answer";
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
    /// More at a time than allowed.
    TooMany = 4020, "Bad Request", "Too many items at a time";
    /// Nothing to answer with.
    Empty = 4031, "No Content", "The result is empty";
    /// No carrier fits the number.
    Undetected = 4032, "No Content", "The courier cannot be detected";
    /// No such status.
    StatusInvalid = 4033, "No Content", "The status is invalid";
}
