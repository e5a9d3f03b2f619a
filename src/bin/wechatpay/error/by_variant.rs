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

pub(crate) use by_variant;
