using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Conversations ended for each hour that agents were logged in.</summary>
internal static class ContactsPerAgentHour
{
    public static KpiValue Of(Tally t) => KpiValue.Ratio(t[Measure.Completed] * 3600, AgentTime.LoggedIn(t) / 1000);
}
