using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CallCenter.Cli;

/// <summary>A report for programs: rows as objects by the names of columns; a value as its text and number.</summary>
internal static class JsonReport
{
    // Names stay readable; what could forge lines of a terminal is escaped afterwards.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, Report report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("title", report.Title);
            WriteTexts(json, "facts", report.Facts);
            json.WriteStartArray("tables");
            foreach (ReportTable table in report.Tables)
                Write(json, table);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(JsonText.Escape(Encoding.UTF8.GetString(buffer.ToArray())));
    }

    private static void Write(Utf8JsonWriter json, ReportTable table)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("title", table.Title);
        json.WriteStartArray("columns");
        foreach (ReportColumn column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("id", column.Id);
            json.WriteString("title", column.Title);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (ReportCell[] row in table.Rows)
            Write(json, table.Columns, row);
        json.WriteEndArray();
        WriteTexts(json, "notes", table.Notes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ReportColumn> columns, ReportCell[] row)
    {
        json.WriteStartObject();
        for (int i = 0; i < row.Length; i++)
        {
            json.WritePropertyName(columns[i].Id);
            if (!columns[i].IsNumber)
            {
                json.WriteStringValue(row[i].Text);
                continue;
            }
            json.WriteStartObject();
            json.WriteString("text", row[i].Text);
            if (row[i].Number is { } number)
                json.WriteNumber("number", number);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
