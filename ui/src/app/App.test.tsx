import { act, fireEvent, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { JobView } from "@/backend/wire";
import { NOW } from "@/test/fake/book";
import { openWindow, screen } from "@/test/window";

/** Somebody's import, a fifth done. */
const running: JobView = {
  id: 7, kind: "import", title: "customers.csv", state: "running", done: 400, total: 2000, rate: 100, seconds_left: 16, started_at: NOW,
  ended_at: null, result: null,
};

test("a wrong password is refused in words, and a right one opens the role's first room", async () => {
  const { user } = openWindow({ as: "" });
  await user.type(await screen.findByLabelText("Log-in name"), "clerk");
  await user.type(screen.getByLabelText("Password"), "wrong{Enter}");
  expect(await screen.findByRole("alert")).toHaveProperty(
    "textContent",
    "The log-in name or the password is wrong.Check Caps Lock and try again.",
  );
  await user.clear(screen.getByLabelText("Password"));
  await user.type(screen.getByLabelText("Password"), "clerk-demo{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Counter" })).toBeTruthy();
});

test("the counter that the machine was started for stands before the one that was last chosen here, until another is chosen", async () => {
  const { user, branch } = openWindow({ as: "", startedFor: 2, remembered: 1 });
  const counter = await screen.findByLabelText("Counter");
  await waitFor(() => expect(counter).toHaveProperty("value", "2"));
  await user.selectOptions(counter, "1");
  await user.selectOptions(counter, "2");
  await user.type(screen.getByLabelText("Log-in name"), "clerk");
  await user.type(screen.getByLabelText("Password"), "clerk-demo{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Counter" })).toBeTruthy();
  expect(branch.loggedInAt).toBe(2);
});

test("who comes in with a password of the administrator's chooses their own before anything else", async () => {
  const { user, branch } = openWindow({ as: "" });
  branch.book.users = branch.book.users.map((one) => (one.login === "clerk" ? { ...one, must_change: true } : one));
  await user.type(await screen.findByLabelText("Log-in name"), "clerk");
  await user.type(screen.getByLabelText("Password"), "clerk-demo{Enter}");
  await user.type(await screen.findByLabelText("The password you were given"), "clerk-demo");
  expect(screen.queryByRole("heading", { level: 1, name: "Counter" })).toBeNull();
  await user.type(screen.getByLabelText("Your own password"), "words of her own");
  await user.type(screen.getByLabelText("Your own password again"), "words of hers{Enter}");
  expect(screen.getByText("These two are not the same.")).toBeTruthy();
  await user.clear(screen.getByLabelText("Your own password again"));
  await user.type(screen.getByLabelText("Your own password again"), "words of her own{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Counter" })).toBeTruthy();
});

test.each([
  ["clerk", ["Counter", "Queue", "Shift", "Customers", "Metering", "Arrears", "Tariffs", "Approvals", "Cheques", "Settings"]],
  [
    "manager",
    [
      "Counter", "Queue", "Shift", "Customers", "Metering", "Billing", "Arrears", "Tariffs", "Imports", "Day close", "Reports",
      "Approvals", "Cheques", "Audit", "Settings",
    ],
  ],
  ["admin", ["Queue", "Customers", "Metering", "Arrears", "Tariffs", "Imports", "Day close", "Audit", "Settings"]],
  [
    "official",
    ["Queue", "Customers", "Metering", "Billing", "Arrears", "Tariffs", "Day close", "Reports", "Approvals", "Cheques", "Audit", "Settings"],
  ],
  ["consumer", ["My accounts", "Settings"]],
])("a %s sees only the rooms of the role", async (as, rooms) => {
  openWindow({ as });
  const nav = await screen.findByRole("navigation", { name: "Rooms" });
  const links = [...nav.querySelectorAll("a")].map((link) => link.textContent?.replace(/\d+$|F\d.*$|\d+F\d$/g, ""));
  expect(links).toEqual(rooms);
});

test("what cannot be written to the disk is said in the frame, and tried again from there", async () => {
  const unwritten = {
    what: [{ kind: "receipt", count: 2 }, { kind: "day_files", count: 1 }],
    since: NOW,
    problem: "the file D:/papers cannot be written: no space left on device",
    folder: "D:/papers",
  };
  const { user, branch } = openWindow({ as: "clerk", book: { unwritten } });
  const alarm = await screen.findByRole("region", { name: /cannot be written/ });
  expect(alarm.textContent).toContain("2 receipts, the files of a day");
  expect(alarm.textContent).toContain("no space left on device");
  expect(alarm.textContent).toContain("Tell an administrator that D:/papers");
  await user.click(screen.getByRole("button", { name: "Try again now" }));
  await waitFor(() => expect(screen.queryByRole("region", { name: /cannot be written/ })).toBeNull());
  expect(branch.book.unwritten).toBeNull();
});

test("a watched folder that is away is said in the frame and beside its setting", async () => {
  const folderAway = { folder: "D:/exports", since: NOW };
  openWindow({ as: "admin", at: "#/settings/metering", book: { folderAway } });
  const alarm = await screen.findByRole("region", { name: /meter-export files is not there/ });
  expect(alarm.textContent).toContain("D:/exports");
  expect(screen.getByRole("link", { name: "Watched folder…" }).getAttribute("href")).toBe("#/settings/metering");
});

test("an administrator is led to the folder", async () => {
  const unwritten = { what: [{ kind: "slip", count: 1 }], since: NOW, problem: "no such folder", folder: "D:/papers" };
  openWindow({ as: "admin", book: { unwritten } });
  const link = await screen.findByRole("link", { name: "Document folder…" });
  expect(link.getAttribute("href")).toBe("#/settings/office");
  expect(screen.queryByRole("button", { name: "Try again now" })).toBeNull();
});

test("work that runs is said in the frame, and watched and cancelled from there in whatever room one is", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/customers", book: { jobs: [running] } });
  await user.click(await screen.findByRole("button", { name: "1 job runs" }));
  expect(await screen.findByText("Import · customers.csv")).toBeTruthy();
  expect(screen.getByText(/400 of 2,000/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByText("Cancelled")).toBeTruthy();
  expect(branch.calls.filter((one) => one.name === "cancel_job").map((one) => one.input)).toEqual([{ job: 7 }]);
  await waitFor(() => expect(screen.queryByRole("button", { name: "1 job runs", hidden: true })).toBeNull());
  expect(screen.getByText("Cancelled")).toBeTruthy();
});

test("a room the role may not open is not there by its address either", async () => {
  openWindow({ as: "clerk", at: "#/audit" });
  expect(await screen.findByText("There is no room here")).toBeTruthy();
});

test("what is half typed is still there when the window is unlocked, and no key reaches it meanwhile", async () => {
  const { user, branch } = openWindow({ at: "#/counter?customer=1&accounts=2" });
  const pay = await screen.findByLabelText("Pay");
  await waitFor(() => expect(pay).toHaveProperty("value", "499.00"));
  await user.clear(pay);
  await user.type(pay, "150");
  await user.keyboard("{F6}");
  expect(await screen.findByRole("dialog")).toBeTruthy();
  // Nobody was there for a while, with a sheet open.
  branch.book.locked = true;
  act(() => branch.changes());
  const password = await screen.findByLabelText("Password", { selector: "input" });
  expect(pay.closest("[inert]")).toBeTruthy();
  expect(screen.getByRole("dialog", { hidden: true }).closest("[inert]")).toBeTruthy();
  await user.keyboard("{F8}");
  expect(branch.calls.some((one) => one.name === "take_payment")).toBe(false);
  await user.keyboard("{Escape}");
  expect(screen.getByRole("dialog", { hidden: true })).toBeTruthy();
  await user.type(password, "clerk-demo{Enter}");
  await waitFor(() => expect(screen.queryByText("The window is locked")).toBeNull());
  expect(document.contains(pay)).toBe(true);
  expect(pay).toHaveProperty("value", "150.00");
  expect(pay.closest("[inert]")).toBeNull();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.keyboard("{Control>}l{/Control}");
  await user.click(await screen.findByRole("button", { name: "Log in as somebody else" }));
  await screen.findByLabelText("Log-in name");
  expect(document.contains(pay)).toBe(false);
});

test("the window locks by key and opens again where it was", async () => {
  const { user } = openWindow({ at: "#/customers" });
  await screen.findByRole("heading", { level: 1, name: "Customers" });
  await user.keyboard("{Control>}l{/Control}");
  await user.type(await screen.findByLabelText("Password"), "clerk-demo{Enter}");
  expect(await screen.findByRole("heading", { level: 1, name: "Customers" })).toBeTruthy();
});

test("what is looked up again because the book changed keeps no window awake; a first look and a next page do", async () => {
  const { branch } = openWindow({ as: "manager", at: "#/customers" });
  await screen.findAllByText("Asha Rai");
  expect(branch.hands).toContain("customers");
  const looked = branch.calls.filter((one) => one.name === "customers").length;
  branch.hands.length = 0;
  act(() => branch.changes());
  await waitFor(() => expect(branch.calls.filter((one) => one.name === "customers").length).toBeGreaterThan(looked));
  expect(branch.hands).toEqual([]);
});

test("whoever only types is there all the same, and the backend hears of it", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    const { branch } = openWindow({ at: "#/customers" });
    await screen.findByRole("heading", { level: 1, name: "Customers" });
    branch.hands.length = 0;
    fireEvent.keyDown(document.body, { key: "a" });
    expect(branch.hands).toEqual([]);
    vi.setSystemTime(Date.now() + 61_000);
    fireEvent.keyDown(document.body, { key: "a" });
    await waitFor(() => expect(branch.hands).toEqual(["frame"]));
  } finally {
    vi.useRealTimers();
  }
});

test("the question mark lists the keys of the screen, and not while writing", async () => {
  const { user } = openWindow({ at: "#/queue" });
  await screen.findByText("Urgent lane");
  await user.keyboard("?");
  expect(await screen.findByText("Keys of this screen")).toBeTruthy();
  expect(screen.getByText("Take a ticket", { selector: "dd" })).toBeTruthy();
});

test("one palette finds people and commands, and only commands that the role may give", async () => {
  const { user } = openWindow();
  await screen.findByText("Who is here?");
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox", { name: "Account, meter, phone, name or bill" });
  await user.type(field, "export");
  expect(screen.queryByText("Export the month's audit pack")).toBeNull();
  await user.clear(field);
  await user.type(field, "Asha Rai");
  await screen.findAllByText("Asha Rai");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/customers/1"));
});

test("the palette finds commands word by word, and a month's name goes to that month", async () => {
  const { user } = openWindow({ as: "manager", at: "#/queue" });
  await screen.findByRole("button", { name: /Take a ticket/ });
  const types = async (text: string) => {
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Account, meter, phone, name or bill" }), text);
  };
  await types("close shift");
  expect(await screen.findByRole("option", { name: /Count and close my shift/ })).toBeTruthy();
  await user.keyboard("{Escape}");
  await types("export october audit");
  await screen.findByRole("option", { name: /Export the audit pack of Oct 2026/ });
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/audit/month?month=2026-10"));
});

test("a ticket is taken from the palette while the queue is on the screen, and again", async () => {
  const { user } = openWindow({ at: "#/queue" });
  await screen.findByRole("button", { name: /Take a ticket/ });
  for (let times = 0; times < 2; times += 1) {
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox", { name: "Account, meter, phone, name or bill" }), "take ticket");
    await screen.findByRole("option", { name: /Take a ticket/ });
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Who is it for?")).toBeTruthy();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByText("Who is it for?")).toBeNull());
  }
});

test("a number that is scanned into the palette opens its own account, not what stood there before", async () => {
  const { user } = openWindow();
  await screen.findByText("Who is here?");
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: "Account, meter, phone, name or bill" });
  await user.keyboard("W-55 102{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/counter?customer=1&accounts=2"));
});

test("a window for the hall that cannot be opened is said, though the palette is gone by then", async () => {
  const { user, branch } = openWindow();
  await screen.findByText("Who is here?");
  branch.fails = "there is no second screen";
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox", { name: "Account, meter, phone, name or bill" }), "hall");
  await screen.findByRole("option", { name: /hall/i });
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("There is no second screen");
  await user.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("while the book is being opened the window says so, and asks nobody for a key", async () => {
  const { branch } = openWindow({ as: "", state: "opening" });
  expect(await screen.findByRole("heading", { name: "Opening the book…" })).toBeTruthy();
  expect(screen.queryByLabelText("Passphrase or recovery key")).toBeNull();
  act(() => branch.opensUp());
  expect(await screen.findByLabelText("Log-in name")).toBeTruthy();
});

test.each([
  ["takes it", false, true, null],
  ["does not take it", true, false, /keychain did not take its key/],
])("the key of a recovery key is kept in the keychain unless somebody wants otherwise, and one that %s keeps no book closed", async (_, noKeychain, kept, said) => {
  const { user, branch } = openWindow({ as: "", state: "closed" });
  branch.noKeychain = noKeychain;
  expect(await screen.findByLabelText("Keep the key in this machine's keychain")).toHaveProperty("checked", true);
  await user.type(screen.getByLabelText("Passphrase or recovery key"), "7QK2-M9XD{Enter}");
  expect(await screen.findByLabelText("Log-in name")).toBeTruthy();
  expect(branch.keptKey).toBe(kept);
  if (said) {
    expect(await screen.findByText(said)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Close" }));
  }
  await waitFor(() => expect(screen.queryByText(/keychain/)).toBeNull());
});

test("the key of a recovery key is not kept where that is not wanted", async () => {
  const { user, branch } = openWindow({ as: "", state: "closed" });
  await user.click(await screen.findByLabelText("Keep the key in this machine's keychain"));
  await user.type(screen.getByLabelText("Passphrase or recovery key"), "7QK2-M9XD{Enter}");
  expect(await screen.findByLabelText("Log-in name")).toBeTruthy();
  expect(branch.keptKey).toBe(false);
});

test("a book that does not open by its key says why, and asks for no passphrase", async () => {
  const { user, branch } = openWindow({ as: "", state: "closed" });
  await screen.findByLabelText("Passphrase or recovery key");
  branch.closedBy = { code: "newer_book", message: "this book was written by a newer program", hint: "Update this program.", reference: "" };
  act(() => branch.changes());
  expect((await screen.findByRole("alert")).textContent).toContain("This book was written by a newer program");
  expect(screen.queryByLabelText("Passphrase or recovery key")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toBeTruthy();
  branch.closedBy = null;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByLabelText("Log-in name")).toBeTruthy();
});

test("first run asks for what is missing, shows the recovery key once and has it confirmed", async () => {
  const { user, branch } = openWindow({ as: "", state: "none" });
  await screen.findByText("Welcome to Counterfoil");
  await user.click(screen.getByRole("button", { name: "Next" }));
  expect(screen.getAllByText("This is needed.")).toHaveLength(2);
  await user.type(screen.getByLabelText(/Name of the office/), "Udupi East");
  await user.type(screen.getByLabelText(/Address/), "Car Street");
  await user.selectOptions(screen.getByRole("combobox", { name: /Language of documents/ }), "kn");
  expect(screen.getByRole("combobox", { name: /Time zone/ })).toHaveProperty("value", "Asia/Kolkata");
  expect(screen.getByRole("combobox", { name: /The financial year begins in/ })).toHaveProperty("value", "4");
  await user.selectOptions(screen.getByRole("combobox", { name: /The financial year begins in/ }), "October");
  await user.click(screen.getByRole("button", { name: "Next" }));
  await user.type(await screen.findByLabelText(/Full name/), "Anita Kamath");
  await user.type(screen.getByLabelText(/Log-in name/), "anita");
  await user.type(screen.getByLabelText(/^Password \*|^Password$/), "a long enough one");
  await user.type(screen.getByLabelText(/Password again/), "a long enough one");
  await user.click(screen.getByRole("button", { name: "Next" }));
  await user.click(await screen.findByRole("button", { name: "Make the book" }));

  expect(await screen.findByText("7QK2-M9XD-4TLP-0WRS-8HVC-5NBE")).toBeTruthy();
  expect(branch.made).toMatchObject({ name: "Udupi East", language: "kn", zone: "Asia/Kolkata", year_starts_in: 10 });
  branch.fails = "no space left on device";
  await user.click(screen.getByRole("button", { name: "Save as…" }));
  expect((await screen.findByRole("alert")).textContent).toContain("No space left on device");
  branch.fails = "";
  const confirm = screen.getByLabelText(/last 4 characters/);
  await user.type(confirm, "xxxx{Enter}");
  expect(await screen.findByText("These are not the last 4 characters.")).toBeTruthy();
  await user.clear(confirm);
  await user.type(confirm, "5nbe{Enter}");
  expect(await screen.findByLabelText("Log-in name")).toBeTruthy();
  expect(branch.saved).toEqual([]);
});
