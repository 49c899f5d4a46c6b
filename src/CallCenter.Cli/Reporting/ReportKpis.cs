namespace CallCenter.Cli;

/// <summary>What the tables of a report show unless somebody says otherwise.</summary>
internal static class ReportKpis
{
    public const string Indicators = "contacts_offered,contacts_answered,contacts_abandoned,answer_rate,abandonment_rate,missed_call_rate,"
        + "service_level,speed_of_answer,queue_time,first_response_time,on_time_response_rate,avg_handle_time,talk_time,transfer_rate,"
        + "contacts_total,contacts_resolved,resolution_time,fcr,backlog_at_end,csat,csat_score,qa_score,response_accuracy,complaints,"
        + "attendance_rate,actual_work_rate,occupancy,contacts_per_agent_day";

    /// <summary>The stages of a contact, which follow each other and do not overlap.</summary>
    public static readonly string[] Stages = ["queue_time", "talk_time", "hold_time.of_held", "acw_time"];

    /// <summary>Times over several stages.</summary>
    public static readonly string[] Spans =
    [
        "ring_time", "first_response_time", "response_time", "avg_handle_time", "resolution_time", "resolution_time.cycle",
        "self_service_time",
    ];

    /// <summary>The stages of workflows, by reason.</summary>
    public const string Workflow = "stage_time";

    /// <summary>The first two are volumes.</summary>
    public static readonly string[] Groups =
    [
        "contacts_offered", "contacts_total", "contacts_resolved", "fcr", "csat", "csat_score", "answer_rate", "service_level",
        "queue_time", "first_response_time", "avg_handle_time", "resolution_time", "transfer_rate", "reopen_rate",
    ];

    /// <summary>Where a group may be held up.</summary>
    public static readonly string[] Delays = [.. Stages, "first_response_time", "resolution_time"];
}
