//! The end of the program while a thread of it is still at work.

use std::{thread, time::Duration};

/// How long the log's own thread has for its last lines.
const LAST_LINES: Duration = Duration::from_millis(100);

/// Ends the program with a code and without what its libraries do at an ordinary end: they would give back the memory that a
/// thread still works in, which waits for a folder that does not answer, and the program would not end, but break. The book
/// needs no such end: whatever was acknowledged is on the disk.
#[allow(unsafe_code)]
pub fn at_once(code: i32) -> ! {
    thread::sleep(LAST_LINES);
    #[cfg(unix)]
    // SAFETY: it takes a number, and nothing of this program runs after it.
    unsafe {
        libc::_exit(code)
    }
    #[cfg(windows)]
    {
        use windows_sys::Win32::System::Threading::{GetCurrentProcess, TerminateProcess};
        // SAFETY: the handle is this process's own and need not be closed, and nothing of this program runs after it.
        unsafe { TerminateProcess(GetCurrentProcess(), code.cast_unsigned()) };
        std::process::abort()
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{env, process::Command};

    /// Set in the program that a test starts to see it end.
    const ENDS: &str = "COUNTERFOIL_TEST_ENDS";

    #[allow(unsafe_code)]
    extern "C" fn handler() {
        // SAFETY: it takes a number.
        unsafe { libc::_exit(99) }
    }

    #[test]
    #[allow(unsafe_code)]
    fn no_exit_handler_runs() {
        if let Ok(how) = env::var(ENDS) {
            // SAFETY: the handler lives as long as the program.
            assert_eq!(unsafe { libc::atexit(handler) }, 0);
            match how.as_str() {
                "at once" => super::at_once(21),
                _ => std::process::exit(21),
            }
        }
        let code = |how: &str| {
            let name = "end::tests::no_exit_handler_runs";
            let mut again = Command::new(env::current_exe().unwrap());
            again.args(["--exact", name]).env(ENDS, how).output().unwrap().status.code()
        };
        assert_eq!(code("as usual"), Some(99), "a library's handler would run");
        assert_eq!(code("at once"), Some(21));
    }
}
