//! A panic is a fault: it goes to the log with a reference, on whatever thread it happens, and the caller is told of it
//! as of any other.

use crate::error::ApiError;
use anyhow::anyhow;
use std::cell::RefCell;
use std::panic::{self, PanicHookInfo};

thread_local! {
    static LAST: RefCell<Option<ApiError>> = const { RefCell::new(None) };
}

/// From now on every panic goes to the log with a reference; `then` may show it besides.
pub fn log_panics(then: impl Fn(&PanicHookInfo<'_>) + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let said = info.payload_as_str().unwrap_or("no message");
        let error = ApiError::fault("panic", &anyhow!("{said}, at {place}"));
        LAST.with(|last| last.replace(Some(error)));
        then(info);
    }));
}

/// Runs `work`; a panic inside becomes the fault it was logged as.
///
/// # Errors
/// The fault, with the reference under which the log tells more.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, ApiError> {
    panic::catch_unwind(panic::AssertUnwindSafe(work)).map_err(|_| {
        let logged = LAST.with(RefCell::take);
        logged.unwrap_or_else(|| ApiError::fault("panic", &anyhow!("before panics were logged")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_fault_with_a_reference() {
        log_panics(|_| ());
        let fault = guarded(|| -> u8 { panic!("on purpose") }).unwrap_err();
        assert!(fault.is_fault() && !fault.reference.is_empty(), "{fault:?}");
        assert!(!fault.message.contains("purpose"), "what broke stays in the log");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
