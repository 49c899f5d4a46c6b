using CallCenter.V1;

namespace CallCenter.Notation;

/// <summary>A selector in words: lists separated by commas, filters and a window.</summary>
public static class SelectorText
{
    /// <summary>The columns of a wallboard, for a selector that names none.</summary>
    public const string DefaultKpis = "contacts_offered,contacts_answered,contacts_abandoned,contacts_waiting,longest_wait,service_level,"
        + "answer_rate,speed_of_answer,avg_handle_time,agents_available,agents_on_contact";

    /// <summary>KPIs separated by commas, such as service_level@20s,contacts_waiting.</summary>
    /// <exception cref="FormatException">One of them cannot be read; the message says what to write.</exception>
    public static IEnumerable<KpiRef> Kpis(string list) => Items(list).Select(KpiRefText.Parse);

    /// <summary>Words separated by commas.</summary>
    public static IEnumerable<string> Items(string list) => list.Split(',').Select(item => item.Trim());
}
