using System.Globalization;
using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Engine.Alerts;
using CallCenter.Server.Kpis;
using CallCenter.V1;
using Alert = CallCenter.V1.Alert;

namespace CallCenter.Server.Alerts;

/// <summary>Alerts as messages.</summary>
internal sealed class AlertMapper(SelectorMapper selectors)
{
    public Alert ToMessage(TenantId tenant, AlertEntry entry)
    {
        var (alert, subject) = (entry.Alert, entry.Alert.Subject);
        var message = new Alert
        {
            Id = IdOf(alert.Id),
            Target = subject.Target,
            Kpi = subject.Kpi,
            Column = ColumnOf(tenant, subject),
            Where = { subject.Where },
            GroupBy = { subject.GroupBy },
            Labels = { subject.Labels },
            Limit = (double)subject.Limit,
            Direction = subject.IsAtLeast ? TargetDirection.AtLeast : TargetDirection.AtMost,
            SinceTime = KpiMapper.ToTime(alert.Since),
            RaiseTime = KpiMapper.ToTime(alert.RaisedAt!.Value),
            RaiseValue = (double)alert.ValueAtRaise,
            WorstValue = (double)alert.Worst,
            End = (V1.AlertEnd)alert.End,
        };
        if (alert.ClearedAt is { } cleared) message.ClearTime = KpiMapper.ToTime(cleared);
        if (entry.Acknowledgement is { } seen) message.Acknowledgement = new V1.Acknowledgement
        {
            Name = seen.Name,
            Note = seen.Note,
            AcknowledgeTime = KpiMapper.ToTime(seen.At),
        };
        return message;
    }

    public static string IdOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null: no alert has it.</returns>
    public static long? IdOf(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id is > 0 and < long.MaxValue ? id : null;

    private KpiColumn? ColumnOf(TenantId tenant, AlertSubject subject)
        => selectors.Targets.Of(tenant).FirstOrDefault(target => subject.IsOf(target.Target)) is { } target
            ? KpiMapper.ToColumn(target.Column, target.Selector.Targets) : null;
}
