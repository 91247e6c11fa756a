import { expect, test } from "vitest";
import { readChanges, type Saying } from "./changes";
import { withoutGiven } from "./useLogWords";

const say: Saying = {
  money: (minor) => `₹${(minor / 100).toFixed(2)}`,
  effect: (effect) => effect.effect,
  why: (why) => why.why,
  act: (act) => act.toUpperCase(),
  name: (name) => name.toUpperCase(),
  word: (word, name) => (name === "method" || name === "reason" ? `<${word}>` : word.replaceAll("_", " ")),
  number: (name, id) => (["payment", "payments", "cheque", "in_hand", "cheques"].includes(name) && id < 100 ? `no. ${id}` : undefined),
  inBook: (id) => `${id} of the book`,
  more: (count) => `and ${count} more`,
  yes: "yes",
  no: "no",
  nothing: "nothing",
};
const lines = (value: unknown) => readChanges(JSON.stringify(value), say).map(({ name, lines: said }) => `${name}: ${said.join(" | ")}`);

test.each([
  [{ receipt: "C2/26-27/000412", paid_minor: 49_900 }, ["receipt: C2/26-27/000412", "paid: ₹499.00"]],
  [{ tenders: [["cash", 50_000], ["upi", 100]] }, ["tenders: <cash>, ₹500.00 | <upi>, ₹1.00"]],
  [{ status: ["active", "cut"] }, ["status: active → cut"]],
  [{ role: { from: "clerk", to: "manager" } }, ["role: clerk → manager"]],
  [{ fields: { footer: "changed", void_ceiling: { from: null, to: 5000 } } }, ["footer: changed", "void_ceiling: nothing → ₹50.00"]],
  [{ effects: [{ effect: "receipt_void", number: "1" }] }, ["effects: receipt_void"]],
  [{ reason: "wrong_amount", slip: { paper: "paper_receipt", number: "C2V/1" } }, ["reason: <wrong_amount>", "slip: paper receipt C2V/1"]],
  [{ payment: 17, payments: [17, 18], account: 3 }, ["payment: no. 17", "payments: no. 17, no. 18", "account: 3 of the book"]],
  [{ meter: [4, null], cheques: [98, 99, 100, 101], counted: [7] }, ["meter: 4 of the book → nothing", "cheques: no. 98, no. 99, and 2 more", "counted: 7 of the book"]],
  [
    { papers: [{ paper: "z_report", number: "C1Z/1", row_sha256: "ab", document_sha256: "cd" }, { paper: "cheque", number: "5", of: "C1/2", n: 3 }] },
    ["papers: z report C1Z/1 | cheque no. 5, OF C1/2, N 3"],
  ],
  [
    { papers: ["99", "100", "101"].map((number) => ({ paper: "in_hand", number })) },
    ["papers: in hand no. 99 | in hand: and 2 more"],
  ],
  [{ user: 4, by: 2 }, ["user: 4 of the book", "by: 2 of the book"]],
  [{ papers: [{ paper: "beside", number: "3", who: [4, 5] }] }, ["papers: beside 3, WHO 4 of the book, 5 of the book"]],
  [
    { papers: [{ paper: "decision", number: "3", hand: { amount_minor: 200, of: [{ who: "vera", by: "zoe" }, { who: "zoe", by: "arun" }] } }] },
    ["papers: decision 3, HAND AMOUNT ₹2.00, OF WHO vera, BY zoe, WHO zoe, BY arun"],
  ],
  [
    { closed_over: [{ number: "1", hand: { kind: "void", of: [{ who: "noor", by: "arun" }] } }] },
    ["closed_over: NUMBER 1, HAND KIND void, OF WHO noor, BY arun"],
  ],
  [{ undone: "take_payment", why: { why: "most_urgent", class: "overdue" } }, ["undone: TAKE_PAYMENT", "why: most_urgent"]],
  [{ redo_of: null, directed: false, jobs: [], note: "", credit_used: 0, active: { from: true, to: true } }, ["directed: no"]],
])("the log says %j in words", (changes, said) => {
  expect(lines(changes)).toEqual(said);
});

test("what is no JSON stands as it is", () => {
  expect(readChanges("{broken", say)).toEqual([{ name: "", lines: ["{broken"] }]);
});

test("what was given is told where it was another sum than what was paid", () => {
  const told = (tendered: number) => withoutGiven(readChanges(JSON.stringify({ paid_minor: 500, tendered_minor: tendered, directed: true }), say)).map(({ name }) => name);
  expect(told(500)).toEqual(["paid", "directed"]);
  expect(told(600)).toEqual(["paid", "tendered", "directed"]);
});
