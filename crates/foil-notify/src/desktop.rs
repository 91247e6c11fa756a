//! Notices on the desktop one works at.

use crate::{Notice, Notifier, Urgency};
use notify_rust::{Notification, Timeout};

/// Shows notices by the desktop's own means, in the name of Counterfoil.
#[derive(Debug, Clone, Copy, Default)]
pub struct DesktopNotifier;

impl Notifier for DesktopNotifier {
    /// Never fails: an office machine without a notification service still takes payments.
    fn notify(&self, notice: &Notice) -> anyhow::Result<()> {
        if let Err(error) = shown(notice).show() {
            tracing::debug!(%error, "nothing here shows notices");
        }
        Ok(())
    }
}

fn shown(notice: &Notice) -> Notification {
    let mut shown = Notification::new();
    shown.appname("Counterfoil").summary(&notice.title).body(&escaped(&notice.body));
    shown.timeout(match notice.urgency {
        Urgency::Calm => Timeout::Default,
        Urgency::Pressing => Timeout::Never,
    });
    #[cfg(all(unix, not(target_os = "macos")))]
    shown.urgency(match notice.urgency {
        Urgency::Calm => notify_rust::Urgency::Normal,
        Urgency::Pressing => notify_rust::Urgency::Critical,
    });
    shown
}

/// Some desktops read markup in a body.
fn escaped(text: &str) -> String {
    if cfg!(all(unix, not(target_os = "macos"))) {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice() -> Notice {
        Notice {
            title: "A request needs a person".into(),
            body: "B-017 <3 & more".into(),
            urgency: Urgency::Pressing,
        }
    }

    #[test]
    fn a_machine_without_a_notification_service_is_no_error() {
        assert!(DesktopNotifier.notify(&notice()).is_ok());
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn what_stands_in_a_body_is_text_and_no_markup() {
        assert_eq!(shown(&notice()).body, "B-017 &lt;3 &amp; more");
    }
}
