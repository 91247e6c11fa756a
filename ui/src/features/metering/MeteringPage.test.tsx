import { waitFor, within } from "@testing-library/react";
import axe from "axe-core";
import { expect, test } from "vitest";
import { openWindow, screen } from "@/test/window";

const readings = () => screen.findAllByRole("textbox", { name: /^Reading of/ });

test("digits that follow Enter at once are the next meter's", async () => {
  const { user } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("4127{Enter}4140");
  expect(fields.slice(0, 2).map((field) => (field as HTMLInputElement).value)).toEqual(["4127", "4140"]);
});

test("digits and Enter go down the walk, and F8 stores what was typed", async () => {
  const { user, branch } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("4127{Enter}");
  await waitFor(() => expect(document.activeElement).toBe(fields[1]));
  await user.keyboard("4140");
  await waitFor(() => expect(screen.getAllByText(/kWh in 30 days$/)).toHaveLength(2));
  await user.keyboard("{F8}");
  expect(await screen.findByText(/2 readings stored/)).toBeTruthy();
  const sent = branch.calls.find((one) => one.name === "enter_readings")?.input as { rows: unknown[] };
  expect(sent.rows).toMatchObject([
    { account: 1, on: "2026-11-21", value: "4127", kind: "actual", remark: "working" },
    { account: 2, value: "4140" },
  ]);
});

test("what asks for a reason stays in sight until it is stored, be the other register stored or the route another", async () => {
  const { user } = openWindow({ at: "#/metering", book: { bands: ["day", "night"] } });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("4127{Enter}4427");
  expect(await screen.findByText("1 needs a reason")).toBeTruthy();
  await user.keyboard("{F8}");
  await waitFor(() => expect(screen.getByText("1 typed")).toBeTruthy());
  const night = () => screen.getAllByRole("textbox", { name: /^Reading of 1000 2345/ }).map((field) => (field as HTMLInputElement).value);
  expect(night()).toEqual(["", "4427"]);
  await user.selectOptions(screen.getByRole("combobox", { name: "Cycle and route" }), "1|K-02");
  await waitFor(() => expect(night()).toEqual(["4427"]));
  expect(screen.getByText("1 needs a reason")).toBeTruthy();
  expect(screen.queryByText(/readings? stored/)).toBeNull();
});

test("what is typed and not stored is marked elsewhere, and there again for whoever comes back", async () => {
  const { user, branch } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("4127{Enter}l");
  await user.keyboard("{Alt>}2{/Alt}");
  expect((await screen.findByRole("tab", { name: /^Readings/ })).textContent).toContain("2 not stored yet");
  const rooms = within(screen.getByRole("navigation", { name: "Rooms" }));
  await user.click(rooms.getByRole("link", { name: /^Customers/ }));
  await screen.findByRole("heading", { level: 1, name: "Customers" });
  const link = rooms.getByRole("link", { name: /^Metering/ });
  expect(within(link).getByLabelText("2 not stored yet").textContent).toBe("2");

  await user.click(link);
  expect(((await readings())[0] as HTMLInputElement).value).toBe("4127");
  expect(screen.getByText("Locked")).toBeTruthy();
  expect(screen.getByText("2 typed")).toBeTruthy();
  await user.keyboard("{F8}");
  expect(await screen.findByText(/2 readings stored/)).toBeTruthy();
  expect(branch.calls.find((one) => one.name === "enter_readings")?.input).toMatchObject({
    rows: [{ account: 1, value: "4127", on: "2026-11-21" }, { account: 2, remark: "locked" }],
  });
  expect(within(link).queryByLabelText(/not stored yet/)).toBeNull();
});

test("what is typed is kept with its day, and a lock takes nothing of it", async () => {
  const { user } = openWindow({ at: "#/metering" });
  const day = () => screen.getByRole("button", { name: /^Day of the readings/ });
  await user.click((await readings())[0] as HTMLElement);
  await user.keyboard("4127");
  await user.keyboard("{Control>}l{/Control}");
  await user.type(await screen.findByLabelText("Password"), "clerk-demo{Enter}");
  await waitFor(() => expect(screen.queryByText("The window is locked")).toBeNull());
  await user.keyboard("{Alt>}2{/Alt}");
  await user.keyboard("{Alt>}1{/Alt}");
  expect(((await readings())[0] as HTMLInputElement).value).toBe("4127");
  expect(day().textContent).toContain("21 Nov 2026");
});

test("the next person finds nothing of what this one had typed", async () => {
  const { user } = openWindow({ at: "#/metering" });
  await user.click((await readings())[0] as HTMLElement);
  await user.keyboard("4127");
  await user.keyboard("{Control>}l{/Control}");
  await user.click(await screen.findByRole("button", { name: "Log in as somebody else" }));
  await user.type(await screen.findByLabelText("Log-in name"), "manager");
  await user.type(screen.getByLabelText("Password", { selector: "input" }), "manager-demo{Enter}");
  const rooms = within(await screen.findByRole("navigation", { name: "Rooms" }));
  const link = rooms.getByRole("link", { name: /^Metering/ });
  expect(within(link).queryByLabelText(/not stored yet/)).toBeNull();
  await user.click(link);
  for (const field of await readings()) expect((field as HTMLInputElement).value).toBe("");
});

test("an official reads what meters did, and neither enters nor hangs anything", async () => {
  const { user } = openWindow({ as: "official", at: "#/metering" });
  expect(await screen.findByRole("tab", { name: /^Meters/ })).toBeTruthy();
  expect(screen.queryByRole("tab", { name: /^Readings/ })).toBeNull();
  expect(screen.queryByRole("button", { name: /^(Enter|Exchange|Install|Remove)/ })).toBeNull();
  await user.click(screen.getByRole("tab", { name: /^Abnormal|^Cases/ }));
  expect(await screen.findByRole("table")).toBeTruthy();
});

test("a comma in a reading is seen and said, and nothing of it is stored", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering" });
  const [field] = await readings();
  await user.type(field as HTMLElement, "4512,5");
  expect(field).toHaveProperty("value", "4512,5");
  expect(await screen.findByText("Digits and a point, no comma.")).toBeTruthy();
  await user.keyboard("{F8}");
  expect(branch.calls.filter((one) => one.name === "enter_readings")).toEqual([]);
});

test("a doubtful reading says its figures and is kept with a reason picked by a digit", async () => {
  const { user, branch } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("4427");
  expect(await screen.findByText(/420 kWh in 30 days is 3.5 × its usual 120/)).toBeTruthy();
  expect(screen.getByText("3.5 × usual")).toBeTruthy();
  await user.keyboard("{Enter}");
  await screen.findByText("A digit picks a reason; Enter keeps it.");
  await user.keyboard("4");
  await user.click(screen.getByRole("button", { name: "Keep the reading" }));
  expect(await screen.findByText("With reason")).toBeTruthy();
  await user.keyboard("{F8}");
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "enter_readings")?.input).toMatchObject({
      rows: [{ value: "4427", reason: "More is used: guests, new appliance, leak" }],
    }),
  );
  expect(await screen.findByText(/1 case of abnormal use/)).toBeTruthy();
});

test("a letter says what was found: behind a locked door it is an estimate", async () => {
  const { user } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("l");
  expect(await screen.findByText("Locked")).toBeTruthy();
  expect(await screen.findByText("120 kWh in 30 days")).toBeTruthy();
});

test("what cannot be is refused in words and stays in the grid", async () => {
  const { user } = openWindow({ at: "#/metering" });
  const fields = await readings();
  await user.click(fields[0] as HTMLElement);
  await user.keyboard("123456");
  expect(await screen.findByText(/at most 5 digits before the point/)).toBeTruthy();
  await user.keyboard("{F8}");
  await waitFor(() => expect(screen.getByText("1 will not do")).toBeTruthy());
  expect((fields[0] as HTMLInputElement).value).toBe("123456");
});

test("a meter is exchanged with its last reading and the first of the new one", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await screen.findByText(/on account 1000 2345/);
  await user.keyboard("{F7}");
  await user.type(await screen.findByLabelText(/Its last reading/), "4060");
  await user.type(screen.getByLabelText(/^Number/), "N-9001");
  await user.type(screen.getByLabelText(/^Its first reading/), "3");
  await user.type(screen.getByLabelText(/^Why\?/), "display dead");
  await user.click(screen.getByRole("button", { name: "Exchange" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "exchange_meter")?.input).toMatchObject({
      account: 1,
      on: "2026-11-21",
      old: { values: [{ register: 1, value: "4060" }] },
      new: { number: "N-9001", values: [{ register: 1, value: "3" }] },
      reason: "display dead",
    }),
  );
  expect(await screen.findByRole("heading", { name: "N-9001" })).toBeTruthy();
});

test("a last reading that fell is no rollover where a person says so", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await screen.findByText(/on account 1000 2345/);
  await user.keyboard("{F7}");
  await user.type(await screen.findByLabelText(/Its last reading/), "9060");
  await user.type(screen.getByLabelText(/^Number/), "N-9001");
  await user.type(screen.getByLabelText(/^Its first reading/), "3");
  await user.type(screen.getByLabelText(/^Why\?/), "display dead");
  expect(screen.queryByRole("radiogroup", { name: /run through zero/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Exchange" }));
  const asked = within(await screen.findByRole("radiogroup", { name: /run through zero/ }));
  await user.click(asked.getByRole("radio", { name: /No, the last reading was too high/ }));
  await user.type(screen.getByLabelText(/Why the last reading is right/), "seen twice");
  await user.click(screen.getByRole("button", { name: "Exchange" }));
  await waitFor(() =>
    expect(branch.calls.filter((one) => one.name === "exchange_meter").at(-1)?.input).toMatchObject({
      old: { values: [{ value: "9060", rolled_over: false }], accept: "seen twice" },
    }),
  );
});

test("the last reading of a meter that works is asked for, and each register for itself", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1", book: { bands: ["day", "night"] } });
  await screen.findByText(/on account 1000 2345/);
  await user.click(await screen.findByRole("button", { name: /^Remove/ }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Remove the meter/ }));
  const submit = sheet.getByRole("button", { name: "Remove" });
  await user.type(sheet.getByRole("textbox", { name: "Why?" }), "burnt");
  await user.type(sheet.getByLabelText(/Its last reading, register 1/), "60");
  expect(submit).toHaveProperty("disabled", true);
  await user.selectOptions(sheet.getByLabelText(/What was found/), "breakdown");
  expect(submit).toHaveProperty("disabled", false);
  await user.selectOptions(sheet.getByLabelText(/What was found/), "working");
  await user.type(sheet.getByLabelText(/Its last reading, register 2/), "300");
  await user.click(submit);
  const first = within(await sheet.findByRole("radiogroup", { name: /register 1 run through zero/ }));
  await user.click(first.getByRole("radio", { name: /Yes/ }));
  await user.click(within(sheet.getByRole("radiogroup", { name: /register 2 run through zero/ })).getByRole("radio", { name: /No/ }));
  await user.type(sheet.getByLabelText(/Why the last reading is right/), "seen twice");
  await user.click(submit);
  await waitFor(() =>
    expect(branch.calls.filter((one) => one.name === "remove_meter").at(-1)?.input).toMatchObject({
      old: { values: [{ register: 1, value: "60", rolled_over: true }, { register: 2, value: "300", rolled_over: false }], accept: "seen twice" },
    }),
  );
});

test("a wrong multiplier is put right by key, and the bills that were made by it are named", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await screen.findByText(/on account 1000 2345/);
  await user.keyboard("{F9}");
  const sheet = within(await screen.findByRole("dialog", { name: /^Put meter .* right$/ }));
  const submit = sheet.getByRole("button", { name: "Put right" });
  await user.type(sheet.getByRole("textbox", { name: /How is it known/ }), "the plate says so");
  expect(submit).toHaveProperty("disabled", true);
  await user.clear(sheet.getByRole("textbox", { name: "Whole digits" }));
  await user.type(sheet.getByRole("textbox", { name: "Whole digits" }), "3");
  expect(await sheet.findByText(/at most 3 digits/)).toBeTruthy();
  expect(submit).toHaveProperty("disabled", true);
  await user.clear(sheet.getByRole("textbox", { name: "Whole digits" }));
  await user.type(sheet.getByRole("textbox", { name: "Whole digits" }), "5");
  await user.clear(sheet.getByRole("textbox", { name: "Multiplier" }));
  await user.type(sheet.getByRole("textbox", { name: "Multiplier" }), "40");
  expect(await sheet.findByText("It counted 3900 kWh; 156000 kWh by this.")).toBeTruthy();
  expect(await sheet.findByText(/12 bills were made before this was known, B\/26-27\/00000101 to B\/26-27\/00000412/)).toBeTruthy();
  await user.click(submit);
  expect(await screen.findByText(/12 readings count anew/)).toBeTruthy();
  expect(await screen.findByText(/Cancel and rebill each of them/)).toBeTruthy();
  expect(branch.calls.find((one) => one.name === "correct_meter")?.input).toEqual({
    account: 1, version: 1, registers: [{ register: 1, digits: 5, multiplier: "40", unit: "kWh" }], reason: "the plate says so",
  });
});

test("a case is closed with what was found", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/cases" });
  await user.click(await screen.findByText("Spike"));
  await user.type(await screen.findByLabelText(/What was found/), "a leak, repaired");
  await user.click(screen.getByRole("button", { name: "Close the case" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "close_case")?.input).toMatchObject({ case: 1, version: 1, outcome: "a leak, repaired" }),
  );
});

test("a reading is entered at the counter from the customer's card", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1?tab=usage" });
  const section = await screen.findByRole("region", { name: "1000 2345" });
  expect(await within(section).findByText(/in 30 days on average/)).toBeTruthy();
  await user.click(within(section).getByRole("button", { name: "Enter reading" }));
  await user.type(await screen.findByLabelText(/What the register shows/), "4127");
  await user.click(await screen.findByRole("button", { name: "Store" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "enter_readings")?.input).toMatchObject({
      at_counter: true,
      all_or_nothing: true,
      rows: [{ account: 1, value: "4127", kind: "customer" }],
    }),
  );
});

test("a register that was read already is left empty at the counter", async () => {
  const { user, branch } = openWindow({ at: "#/customers/1?tab=usage", book: { bands: ["day", "night"] } });
  const section = await screen.findByRole("region", { name: "1000 2345" });
  await user.click(await within(section).findByRole("button", { name: "Enter reading" }));
  const store = await screen.findByRole("button", { name: "Store" });
  expect(store).toHaveProperty("disabled", true);
  await user.type(await screen.findByLabelText(/Register 2 night/), "4127");
  await waitFor(() => expect(store).toHaveProperty("disabled", false));
  await user.click(store);
  await waitFor(() => {
    const sent = branch.calls.find((one) => one.name === "enter_readings")?.input as { rows: unknown[] };
    expect(sent.rows).toHaveLength(1);
    expect(sent.rows).toMatchObject([{ register: 2, value: "4127" }]);
  });
});

test("a last reading that nobody could take is provisional, and the life line marks it", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  expect(await screen.findByText("Provisional")).toBeTruthy();
  await user.click(await screen.findByRole("button", { name: /^Remove/ }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Remove the meter/ }));
  expect(sheet.queryByLabelText(/How is it known/)).toBeNull();
  await user.selectOptions(sheet.getByLabelText(/What was found/), "breakdown");
  await user.selectOptions(sheet.getByLabelText(/How is it known/), "provisional");
  await user.type(sheet.getByLabelText(/Its last reading/), "4060");
  await user.type(sheet.getByRole("textbox", { name: "Why?" }), "burnt");
  await user.click(sheet.getByRole("button", { name: "Remove" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "remove_meter")?.input).toMatchObject({
      old: { remark: "breakdown", kind: "provisional", values: [{ register: 1, value: "4060" }] },
    }),
  );
});

test("axe finds nothing wrong in the room's three parts", async () => {
  for (const part of ["", "/meters?account=1", "/cases"]) {
    const { unmount } = openWindow({ as: "manager", at: `#/metering${part}` });
    await screen.findAllByRole(part.startsWith("/meters") ? "list" : "table");
    const found = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    unmount();
  }
});

test("the readings of many years come a page at a time", async () => {
  const old = { on: "2015-01-01", meter: "M-1", register: 1, band: "", value: "1", units: "1", kind: "actual" as const, purpose: "cycle" as const, remark: "working" as const, rolled_over: false, source: "grid" as const, checks: [], reason: "", by: "Chitra Lobo", entered_at: 0, stands: true, replaceable: false };
  const oldReadings = Array.from({ length: 250 }, (_, at) => ({ ...old, id: -1 - at }));
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1", book: { oldReadings } });
  const asked = () => branch.calls.filter((one) => one.name === "readings").map((one) => one.input);
  await waitFor(() => expect(asked()[0]).toMatchObject({ account: 1, limit: 200 }));
  const list = within(await screen.findByRole("table", { name: /^Readings/ }));
  await user.click(list.getByRole("button", { name: /^Day/ }));
  await waitFor(() => expect(asked().at(-1)).toMatchObject({ before: -199 }));
});

test("what was estimated is told again when the sheet is opened anew", async () => {
  const { user } = openWindow({ as: "manager", at: "#/metering" });
  await user.click(await screen.findByRole("button", { name: /^Estimate the rest/ }));
  const sheet = () => screen.findByRole("dialog");
  await user.click(within(await sheet()).getByRole("button", { name: /^Estimate/ }));
  expect(await screen.findByText("41 readings estimated.", undefined, { timeout: 60_000 })).toBeTruthy();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(await screen.findByRole("button", { name: /^Estimate the rest/ }));
  expect(await within(await sheet()).findByText("41 readings estimated.")).toBeTruthy();
  expect(within(await sheet()).getByRole("button", { name: /^Estimate/ })).toBeTruthy();
});

test("a meter that the book knows is hung as it is on record", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await user.click(await screen.findByRole("button", { name: /^Exchange/ }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Exchange the meter/ }));
  await user.type(sheet.getByLabelText(/Its last reading/), "4060");
  await user.type(sheet.getByRole("textbox", { name: "Number" }), "CT-40");
  expect(await sheet.findByText(/hung as it is on record/)).toBeTruthy();
  expect(sheet.getByText("40")).toBeTruthy();
  expect(sheet.queryByRole("textbox", { name: "Multiplier" })).toBeNull();
  await user.type(sheet.getByRole("textbox", { name: "Its first reading" }), "100");
  await user.type(sheet.getByRole("textbox", { name: "Why?" }), "more load");
  await user.click(sheet.getByRole("button", { name: "Exchange" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "exchange_meter")?.input).toMatchObject({
      new: { number: "CT-40", registers: [], values: [{ register: 1, value: "100" }] },
    }),
  );
});

test("a meter that takes another's place has its registers, and as many more as it has", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await user.click(await screen.findByRole("button", { name: /^Exchange/ }));
  const sheet = within(await screen.findByRole("dialog", { name: /^Exchange the meter/ }));
  await user.type(sheet.getByLabelText(/Its last reading/), "4060");
  await user.type(sheet.getByRole("textbox", { name: "Number" }), "N-9002");
  await user.click(sheet.getByRole("button", { name: "Another register" }));
  const second = within(sheet.getByRole("group", { name: "Register 2" }));
  await user.type(second.getByRole("textbox", { name: "Time band" }), "night");
  await user.type(second.getByRole("textbox", { name: /^Its first reading/ }), "7");
  await user.type(within(sheet.getByRole("group", { name: "Register 1" })).getByRole("textbox", { name: /^Its first reading/ }), "3");
  await user.type(sheet.getByRole("textbox", { name: "Why?" }), "two rates");
  await user.click(sheet.getByRole("button", { name: "Exchange" }));
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "exchange_meter")?.input).toMatchObject({
      new: {
        number: "N-9002",
        registers: [{ register: 1, multiplier: "1" }, { register: 2, band: "night", digits: 0, multiplier: "1" }],
        values: [{ register: 1, value: "3" }, { register: 2, value: "7" }],
      },
    }),
  );
});

test("digits that are emptied and typed again are never sent as unknown", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await user.click(await screen.findByRole("button", { name: /^Exchange/ }));
  const hung = within(await screen.findByRole("dialog", { name: /^Exchange the meter/ }));
  await user.type(hung.getByLabelText(/Its last reading/), "4060");
  await user.type(hung.getByRole("textbox", { name: "Number" }), "N-9003");
  await user.type(hung.getByRole("textbox", { name: /^Its first reading/ }), "3");
  await user.type(hung.getByRole("textbox", { name: "Why?" }), "broken");
  const exchange = hung.getByRole("button", { name: "Exchange" });
  await waitFor(() => expect(exchange).toHaveProperty("disabled", false));
  const digits = hung.getByRole("textbox", { name: "Whole digits" });
  await user.clear(digits);
  expect(digits).toHaveProperty("value", "");
  expect(exchange).toHaveProperty("disabled", true);
  await user.type(digits, "6");
  expect(digits).toHaveProperty("value", "6");
  await user.click(exchange);
  await waitFor(() =>
    expect(branch.calls.find((one) => one.name === "exchange_meter")?.input).toMatchObject({ new: { registers: [{ register: 1, digits: 6 }] } }),
  );
});

test("digits that are emptied while a meter is put right ask for nothing", async () => {
  const { user, branch } = openWindow({ as: "manager", at: "#/metering/meters?account=1" });
  await screen.findByText(/on account 1000 2345/);
  await user.keyboard("{F9}");
  const sheet = within(await screen.findByRole("dialog", { name: /^Put meter .* right$/ }));
  const digits = sheet.getByRole("textbox", { name: "Whole digits" });
  await user.clear(digits);
  await user.type(digits, "6");
  const asked = () => branch.calls.filter((one) => one.name === "preview_meter_correction").map((one) => one.input);
  await waitFor(() => expect(asked()).toHaveLength(1));
  expect(asked()).toMatchObject([{ registers: [{ register: 1, digits: 6 }] }]);
});
