//! Files that are dragged onto the window and dropped, as a file manager does it: by the X protocol of drag and drop
//! (XDND, version 5), which no web driver and no xdotool speaks.
//!
//! Whoever drags owns a selection, tells the window under the pointer that something comes and where it is, answers when the
//! window asks what it is, and lets go once the window has said that it takes it.

use super::window::Window;
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
    SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// Longest wait for a window to take what is dropped.
const LONGEST: Duration = Duration::from_secs(30);

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndAware,
        XdndSelection,
        XdndEnter,
        XdndPosition,
        XdndStatus,
        XdndDrop,
        XdndFinished,
        XdndActionCopy,
        TARGETS,
        URI_LIST: b"text/uri-list",
    }
}

impl Window {
    /// Drags files to the middle of the window and drops them there.
    ///
    /// # Errors
    /// When the window does not take them.
    pub fn is_dropped(&self, files: &[&Path]) -> Result<()> {
        let onto = self.native_id()?.parse().context("the number of a window")?;
        Hand::of(onto, files)?.drops()
    }
}

/// Who drags.
struct Hand {
    display: RustConnection,
    atoms: Atoms,
    /// Our own window, which owns the selection and is written to.
    own: u32,
    /// The window that is dropped on, and its middle on the screen.
    onto: u32,
    at: (u32, u32),
    /// The files, as `text/uri-list` has them.
    uris: String,
    /// Whether the window said that it takes them; whether it said that it is done.
    taken: bool,
    finished: bool,
}

impl Hand {
    fn of(onto: u32, files: &[&Path]) -> Result<Self> {
        let (display, screen) = x11rb::connect(None).context("connecting to the screen")?;
        let root = display.setup().roots[screen].root;
        let atoms = Atoms::new(&display)?.reply()?;
        let aware = display.get_property(false, onto, atoms.XdndAware, AtomEnum::ATOM, 0, 1)?.reply()?;
        let version = aware.value32().and_then(|mut all| all.next());
        let version = version.context("the window takes nothing that is dropped")?;
        ensure!(version >= 5, "the window speaks version {version} of the protocol");
        let size = display.get_geometry(onto)?.reply()?;
        let (x, y) = (size.width / 2, size.height / 2);
        let middle = display.translate_coordinates(onto, root, x.try_into()?, y.try_into()?)?.reply()?;
        let own = display.generate_id()?;
        let aux = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        display.create_window(0, own, root, -10, -10, 1, 1, 0, WindowClass::INPUT_OUTPUT, 0, &aux)?;
        display.set_selection_owner(own, atoms.XdndSelection, x11rb::CURRENT_TIME)?;
        let uris = files.iter().map(|path| format!("{}\r\n", uri(path))).collect();
        let at = (middle.dst_x.try_into()?, middle.dst_y.try_into()?);
        Ok(Self { display, atoms, own, onto, at, uris, taken: false, finished: false })
    }

    fn drops(mut self) -> Result<()> {
        let version = 5 << 24;
        self.tells(self.atoms.XdndEnter, [version, self.atoms.URI_LIST, 0, 0])?;
        // The window asks what comes before it says whether it takes it; a hand is never still meanwhile.
        self.until("it takes what is dragged", true, |hand| hand.taken)?;
        self.tells(self.atoms.XdndDrop, [0, x11rb::CURRENT_TIME, 0, 0])?;
        self.until("it has what was dropped", false, |hand| hand.finished)
    }

    /// Answers the window until it is so; `moves` says now and again where the hand is.
    fn until(&mut self, what: &str, moves: bool, is_so: impl Fn(&Self) -> bool) -> Result<()> {
        let (began, mut told) = (Instant::now(), None::<Instant>);
        while !is_so(self) {
            if began.elapsed() > LONGEST {
                bail!("the window was dragged at, and waited for in vain until {what}");
            }
            if moves && told.is_none_or(|told| told.elapsed() > Duration::from_millis(200)) {
                let at = (self.at.0 << 16) | self.at.1;
                let copy = self.atoms.XdndActionCopy;
                self.tells(self.atoms.XdndPosition, [0, at, x11rb::CURRENT_TIME, copy])?;
                told = Some(Instant::now());
            }
            match self.display.poll_for_event()? {
                Some(Event::SelectionRequest(asked)) => self.answers(&asked)?,
                Some(Event::ClientMessage(said)) if said.type_ == self.atoms.XdndStatus => {
                    self.taken = said.data.as_data32()[1] & 1 == 1;
                }
                Some(Event::ClientMessage(said)) if said.type_ == self.atoms.XdndFinished => {
                    self.finished = true;
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        Ok(())
    }

    /// Tells the window something; who tells it comes first.
    fn tells(&self, kind: Atom, [a, b, c, d]: [u32; 4]) -> Result<()> {
        let message = ClientMessageEvent::new(32, self.onto, kind, [self.own, a, b, c, d]);
        self.display.send_event(false, self.onto, EventMask::NO_EVENT, message)?;
        self.display.flush()?;
        Ok(())
    }

    /// Hands over what is dragged, in the one form there is.
    fn answers(&self, asked: &SelectionRequestEvent) -> Result<()> {
        let (to, into) = (asked.requestor, asked.property);
        let known = if asked.target == self.atoms.URI_LIST {
            self.display.change_property8(PropMode::REPLACE, to, into, asked.target, self.uris.as_bytes())?;
            true
        } else if asked.target == self.atoms.TARGETS {
            let forms = [self.atoms.URI_LIST];
            self.display.change_property32(PropMode::REPLACE, to, into, AtomEnum::ATOM, &forms)?;
            true
        } else {
            false
        };
        let done = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: asked.time,
            requestor: to,
            selection: asked.selection,
            target: asked.target,
            property: if known { into } else { x11rb::NONE },
        };
        self.display.send_event(false, to, EventMask::NO_EVENT, done)?;
        self.display.flush()?;
        Ok(())
    }
}

/// A path as `file://` has it: what is no plain letter of a path is in hexadecimal.
fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let text = path.to_string_lossy();
    let coded = text
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") });
    format!("file://{}", coded.collect::<String>())
}

#[test]
fn a_path_with_spaces_and_other_scripts_is_a_uri() {
    assert_eq!(uri(Path::new("/tmp/for the auditor/ಎ.zip")), "file:///tmp/for%20the%20auditor/%E0%B2%8E.zip");
}
