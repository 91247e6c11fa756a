/** A small tariff that is good as it stands, for whoever begins with an empty page. */
export function firstText(currency: string, today: string): string {
  return `format = 1
name = "New tariff"
service = "electricity"        # electricity | water | gas | sewer
currency = "${currency}"
unit = "kWh"                   # what one unit is
billing_months = 1             # the slab limits are for this many months
valid_from = ${today}

[[fixed_charge]]
name = "Fixed charge"
amount = 100
per = "month"                  # bill | month | day | kW | avg_month

[[energy_charge]]
name = "Energy charge"
slabs = [
  { up_to = 100, rate = 5.00 },
  { rate = 7.00 },             # the last slab has no limit
]

[[tax]]
name = "Electricity duty"
percent = 9
on = ["energy"]

[rounding]
total = { to = 1, mode = "half_up" }
`;
}
