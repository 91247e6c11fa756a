import app from "./en/app.json";
import approvals from "./en/approvals.json";
import arrears from "./en/arrears.json";
import audit from "./en/audit.json";
import billing from "./en/billing.json";
import cheques from "./en/cheques.json";
import counter from "./en/counter.json";
import customers from "./en/customers.json";
import day from "./en/day.json";
import firstRun from "./en/first-run.json";
import imports from "./en/imports.json";
import login from "./en/login.json";
import metering from "./en/metering.json";
import queue from "./en/queue.json";
import reports from "./en/reports.json";
import settings from "./en/settings.json";
import shared from "./en/shared.json";
import shift from "./en/shift.json";
import tariffs from "./en/tariffs.json";
import undo from "./en/undo.json";

/** Every word the screens say, by room. */
export const english = {
  app,
  approvals,
  arrears,
  audit,
  billing,
  cheques,
  counter,
  customers,
  day,
  firstRun,
  imports,
  login,
  metering,
  queue,
  reports,
  settings,
  shared,
  shift,
  tariffs,
  undo,
};
