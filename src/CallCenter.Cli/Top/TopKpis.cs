namespace CallCenter.Cli;

/// <summary>The columns of the views of ccg top, the most important first: those without room are left out from the end.</summary>
internal static class TopKpis
{
    public const string Queues = "contacts_waiting,longest_wait,service_level,agents_available,agents_on_contact,abandonment_rate,"
        + "contacts_offered,contacts_answered,contacts_abandoned,speed_of_answer,avg_handle_time,agents_in_acw,agents_on_break,occupancy";

    public const string Agents = "agent_state,agent_state_since,contacts_handled,avg_handle_time,occupancy,login_time,break_time,"
        + "work_since_break,acw_time,transfers,agent_answer_rate";

    /// <summary>Which of <see cref="Agents"/> is the number of a state.</summary>
    public const int StateColumn = 0;

    /// <summary>What waits in a queue, to be listed one by one.</summary>
    public const string Waiting = "contacts_waiting";
}
