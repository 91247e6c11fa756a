import { NativeSelect } from "@mantine/core";
import type { ColumnMap, ImportPreview } from "@/backend/wire";
import { StateTag } from "@/shared/StateTag";
import { useWords } from "@/shared/words";
import { useFieldWords } from "./useFieldWords";
import classes from "./ColumnsPanel.module.css";

type Props = { preview: ImportPreview; unclear: string[]; onChange: (mapping: ColumnMap[], field: string) => void };

/** Which column is which field, over the file's own first rows; bad values are marked where they stand. */
export function ColumnsPanel({ preview, unclear, onChange }: Props) {
  const t = useWords("imports");
  const say = useFieldWords();
  const { fields, mapping, headings, rows, errors, missing } = preview;
  const columnOf = (field: string) => mapping.find((one) => one.field === field)?.column;
  const put = (field: string, column: string) => {
    const others = mapping.filter((one) => one.field !== field);
    onChange(column === "" ? others : [...others, { field, column: Number(column) }], field);
  };
  // Of two columns with one heading nobody could say which is meant.
  const alone = (heading: string) => headings.indexOf(heading) === headings.lastIndexOf(heading);
  const name = (heading: string, index: number) => {
    if (heading === "") return String(index + 1);
    return alone(heading) ? heading : `${heading} (${index + 1})`;
  };
  const fieldOf = (column: number) => mapping.find((one) => one.column === column)?.field;
  return (
    <>
      {missing.length > 0 && <StateTag tone="red">{t("missing", { fields: missing.map(say).join(", ") })}</StateTag>}
      {unclear.length > 0 && <StateTag tone="red">{t("unclear", { fields: unclear.map(say).join(", ") })}</StateTag>}
      <fieldset className={classes.fields}>
        <legend className={classes.legend}>{t("columnsWords")}</legend>
        {fields.map((field) => (
          <NativeSelect
            key={field.name}
            size="xs"
            label={say(field.name)}
            required={field.needed}
            title={field.expected}
            data={[
              { value: "", label: t("notThere") },
              ...headings.map((heading, index) => ({ value: String(index), label: name(heading, index) })),
            ]}
            value={String(columnOf(field.name) ?? "")}
            onChange={(event) => put(field.name, event.currentTarget.value)}
          />
        ))}
      </fieldset>
      {errors.length > 0 && <StateTag tone="amber">{t("sampleErrors", { count: errors.length })}</StateTag>}
      <div className={classes.sample} role="region" aria-label={t("sample")} tabIndex={0}>
        <table>
          <caption className="cf-visually-hidden">{t("sample")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("row")}</th>
              {headings.map((heading, index) => (
                <th key={index} scope="col" data-used={fieldOf(index) !== undefined || undefined}>
                  {heading || index + 1}
                  <span>{say(fieldOf(index) ?? "")}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, cells }) => (
              <tr key={line}>
                <td className={classes.number}>{line}</td>
                {headings.map((_, column) => {
                  const error = errors.find((one) => one.row === line && one.field === fieldOf(column));
                  return (
                    <td key={column} data-bad={error ? true : undefined} title={error?.expected}>
                      {cells[column]}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {errors.length > 0 && (
        <ul className={classes.errors}>
          {errors.slice(0, 5).map((error) => (
            <li key={`${error.row}-${error.field}`}>
              {[`${t("row")} ${error.row}`, say(error.field)].filter(Boolean).join(", ")}: “{error.value}” → {error.expected}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
