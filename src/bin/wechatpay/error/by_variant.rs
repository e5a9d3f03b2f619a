//! A table of the variants of an enum.

/// A `match` over the variants of one enum, each on a line of its own:
///
/// ```ignore
/// by_variant!(error: TlsError {
///     NotFile { path } => CliError::config(text!("receive-tls-not-file", path)),
///     Pair { path, source } => CliError::config(text!("receive-tls-pair", path)).with_source(source),
/// })
/// ```
///
/// It is as exhaustive as any other `match`.
macro_rules! by_variant {
    ($value:ident: $enum:ident {
        $($(
            $variant:ident $({ $($fields:tt)* })? $(( $($values:tt)* ))?
        )|+ => $result:expr),+ $(,)?
    }) => {
        match $value {
            $($(
                $enum::$variant $({ $($fields)* })? $(( $($values)* ))?
            )|+ => $result),+
        }
    };
}

/// What a user reads of each variant of a library's error: a [`by_variant`] that makes a
/// [`CliError`](super::CliError) of it, as `From`:
///
/// ```ignore
/// failures!(error: TrustFileError {
///     Exists(path) => Self::config(text!("sandbox-file-exists", path)),
///     File(error) => error.into(),
/// });
/// ```
macro_rules! failures {
    ($value:ident: $enum:ident { $($variants:tt)* }) => {
        impl From<$enum> for $crate::error::CliError {
            fn from($value: $enum) -> Self {
                $crate::error::by_variant!($value: $enum { $($variants)* })
            }
        }
    };
}

pub(crate) use {by_variant, failures};
