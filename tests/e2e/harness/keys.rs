//! Keys as a person names them: `F3`, `ctrl+z`, `shift+Tab`, `Enter`, `7`.

use anyhow::{Result, bail};
use thirtyfour::Key;

/// A key and what is held down meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Chord {
    /// Held down, in this order.
    pub held: Vec<char>,
    /// Struck once.
    pub struck: char,
}

impl Chord {
    /// Reads `ctrl+shift+z`. A plus itself is `+`.
    pub fn read(text: &str) -> Result<Self> {
        let (held, last) = match text.rsplit_once('+') {
            Some((held, last)) if !last.is_empty() => (held.split('+').collect(), last),
            _ => (Vec::new(), text),
        };
        let held = held.into_iter().map(modifier).collect::<Result<_>>()?;
        Ok(Self { held, struck: key(last)? })
    }
}

fn modifier(name: &str) -> Result<char> {
    Ok(match name.to_lowercase().as_str() {
        "ctrl" => Key::Control,
        "shift" => Key::Shift,
        "alt" => Key::Alt,
        other => bail!("`{other}` is no key to hold down"),
    }
    .into())
}

fn key(name: &str) -> Result<char> {
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Ok(letter);
    }
    Ok(match name {
        "Enter" => Key::Enter,
        "Esc" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => Key::Space,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F3" => Key::F3,
        "F4" => Key::F4,
        "F5" => Key::F5,
        "F6" => Key::F6,
        "F7" => Key::F7,
        "F8" => Key::F8,
        "F9" => Key::F9,
        "F10" => Key::F10,
        "F11" => Key::F11,
        "F12" => Key::F12,
        other => bail!("`{other}` is no key"),
    }
    .into())
}

#[test]
fn chords_are_read_as_people_write_them() {
    let undo = Chord::read("ctrl+shift+z").unwrap();
    assert_eq!((undo.held.len(), undo.struck), (2, 'z'));
    assert_eq!(Chord::read("+").unwrap().struck, '+');
    assert_eq!(Chord::read("F3").unwrap().struck, char::from(Key::F3));
    assert!(Chord::read("ctl+z").is_err());
}
