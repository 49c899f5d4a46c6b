using CallCenter.Core.Settings;
using CallCenter.Core.Targets;
using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Target = CallCenter.V1.Target;
using TargetStatus = CallCenter.V1.TargetStatus;

namespace CallCenter.Server.Kpis;

/// <summary>Lists the targets of a tenant with how their values do now, within what the caller may see.</summary>
internal sealed class Targets(KpiBoard board, SelectorMapper selectors, TimeProvider time)
{
    public async Task<ListTargetsResponse> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var answer = new ListTargetsResponse { AsOfTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()) };
        foreach (var target in selectors.Targets.Of(caller.Tenant))
        {
            var selector = selectors.Map(caller, target.Message);
            var state = await board.SnapshotAsync(selector, cancellationToken);
            answer.Targets.Add(ToMessage(target, selector, state));
        }
        return answer;
    }

    private static Target ToMessage(ResolvedTarget resolved, Core.Views.Selector selector, BoardState state)
    {
        var target = resolved.Target;
        var message = new Target
        {
            Name = target.Name,
            Column = KpiMapper.ToColumn(selector.Columns[0], selector.Targets),
            Where = { resolved.Message.Where },
            GroupBy = { resolved.Message.GroupBy },
            Window = WindowMapper.ToMessage(selector.Window),
            Limit = (double)target.Limit,
            Direction = target.IsAtLeast ? TargetDirection.AtLeast : TargetDirection.AtMost,
            SampleMin = target.SampleMin,
            HoldTime = Duration.FromTimeSpan(target.HoldTime),
            Hours = target.Calendar is { } calendar ? new OpenHours { Calendar = calendar.Name, Band = target.Band } : null,
            Active = target.IsActive(state.AsOf),
            States = { state.Rows.Select(row => ToState(target, selector, row, state)) },
        };
        if (target.Warning is { } warning) message.WarningLevel = (double)warning;
        if (target.Forecast is { } forecast) message.ForecastCount = forecast;
        return message;
    }

    private static TargetState ToState(KpiTarget target, Core.Views.Selector selector, BoardRow row, BoardState state)
    {
        var judged = TargetJudgement.Of(target, row.Values[0], state.AsOf);
        var message = new TargetState
        {
            Labels = { row.Labels },
            Status = (TargetStatus)judged.Status,
            Value = ValueMapper.ToValue(row.Values[0], selector.Columns[0].Kind),
        };
        if (judged.Gap is { } gap) message.Gap = (double)gap;
        if (judged.Percent is { } percent) message.PercentOfTarget = (double)percent;
        if (judged.Budget is { } budget) message.ErrorBudget = ToMessage(budget);
        return message;
    }

    private static V1.ErrorBudget ToMessage(Core.Targets.ErrorBudget budget)
    {
        var message = new V1.ErrorBudget { SoFar = (double)budget.SoFar };
        if (budget.OfForecast is { } left) message.OfForecast = (double)left;
        if (budget.RequiredFromNow is { } required) message.RequiredFromNow = (double)required;
        return message;
    }
}
