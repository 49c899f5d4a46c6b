using CallCenter.Core.Kpis;
using CallCenter.Core.Staffing;
using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiValue = CallCenter.Core.Kpis.KpiValue;

namespace CallCenter.Server.Kpis;

/// <summary>Says how many agents queues need, by the arrivals, handle times and patience of a window.</summary>
internal sealed class StaffingPlans(KpiBoard board, SelectorMapper selectors)
{
    private const double ServiceLevelDefault = 0.8;
    private static readonly TimeSpan ThresholdDefault = TimeSpan.FromSeconds(20), ThresholdMax = TimeSpan.FromDays(1);
    private static readonly Window HalfAnHour = new() { Sliding = Duration.FromTimeSpan(TimeSpan.FromMinutes(30)) };

    public async Task<GetStaffingResponse> PlanAsync(GetStaffingRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var selector = errors.Try(() => selectors.Map(caller, new Selector
        {
            Kpis = { Kpi("contacts_offered"), Kpi("avg_handle_time"), Kpi("patience"), Kpi("agents_online") },
            GroupBy = { "queue" },
            Where = { request.Where },
            Window = request.Window ?? HalfAnHour,
        }));
        var (threshold, level) = (ThresholdDefault, request.HasServiceLevel ? request.ServiceLevel : ServiceLevelDefault);
        errors.Try(() => $"{threshold = Fields.Span(request.Threshold, ThresholdMax, "threshold") ?? ThresholdDefault}");
        errors.Try(() => level is > 0 and < 1 ? "" : throw new FieldErrorException(
            "service_level", "must be above 0 and below 1", FormattableString.Invariant($"{level}")));
        errors.ThrowIfAny();
        var state = await board.SnapshotAsync(selector!, cancellationToken);
        var length = TimeSpan.FromMilliseconds(state.Window.Spans.Sum(span => span.End.UnixMs - span.Start.UnixMs));
        return new GetStaffingResponse
        {
            AsOfTime = KpiMapper.ToTime(state.AsOf),
            WindowStartTime = KpiMapper.ToTime(state.Window.Start),
            WindowEndTime = KpiMapper.ToTime(state.Window.End),
            Queues = { state.Rows.Where(row => row.Labels[0].Length > 0).Select(row => PlanOf(row, length, threshold, level)) },
        };
    }

    private static QueueStaffing PlanOf(BoardRow row, TimeSpan length, TimeSpan threshold, double level)
    {
        var (offered, online) = (row.Values[0].A, (int)row.Values[3].A);
        var plan = new QueueStaffing { Queue = row.Labels[0], OnlineAgentCount = online };
        if (length > TimeSpan.Zero) plan.ArrivalsPerHour = offered / length.TotalHours;
        if (MeanOf(row.Values[1]) is not { } handleTime || handleTime <= TimeSpan.Zero) return plan;
        plan.HandleTime = Duration.FromTimeSpan(handleTime);
        var load = new Workload(plan.ArrivalsPerHour, handleTime, null);
        plan.Erlangs = load.Erlangs;
        plan.WithoutPatience = ToMessage(load, online, threshold, level);
        if (MeanOf(row.Values[2]) is not { } patience || patience <= TimeSpan.Zero) return plan;
        plan.Patience = Duration.FromTimeSpan(patience);
        plan.WithPatience = ToMessage(load with { Patience = patience }, online, threshold, level);
        return plan;
    }

    private static StaffingEstimate ToMessage(Workload load, int online, TimeSpan threshold, double level)
    {
        var now = ErlangModel.Expect(load, online, threshold);
        var message = new StaffingEstimate
        {
            ServiceLevel = now.ServiceLevel,
            AbandonmentRate = now.Abandoned,
            Occupancy = now.Occupancy,
            AverageWait = now.AverageWait == TimeSpan.MaxValue ? null : Duration.FromTimeSpan(now.AverageWait),
        };
        if (ErlangModel.AgentsFor(load, threshold, level) is not { } needed) return message;
        (message.NeededAgentCount, message.AgentGap) = (needed, online - needed);
        return message;
    }

    private static TimeSpan? MeanOf(KpiValue value)
        => value.Kind == KpiValueKind.Mean ? TimeSpan.FromMilliseconds((double)value.A / value.B) : null;

    private static KpiRef Kpi(string id) => new() { Id = id };
}
