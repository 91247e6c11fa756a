//! Notices kept instead of sent, for tests.

use crate::{Notice, Notifier};
use std::sync::{Mutex, PoisonError};

/// Keeps every notice in the order it came.
#[derive(Debug, Default)]
pub struct RecordingNotifier(Mutex<Vec<Notice>>);

impl RecordingNotifier {
    /// Everything that would have been sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Notice> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Notifier for RecordingNotifier {
    fn notify(&self, notice: &Notice) -> anyhow::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(notice.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Urgency;

    #[test]
    fn what_was_sent_is_kept_in_its_order() {
        let notifier = RecordingNotifier::default();
        for title in ["first", "second"] {
            let notice = Notice { title: title.into(), body: String::new(), urgency: Urgency::Calm };
            notifier.notify(&notice).unwrap();
        }
        let titles: Vec<String> = notifier.sent().into_iter().map(|notice| notice.title).collect();
        assert_eq!(titles, ["first", "second"]);
    }
}
