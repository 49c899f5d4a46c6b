using CallCenter.Core.Alerts;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Targets;

namespace CallCenter.Core.Tests.Alerts;

/// <summary>Random histories of two targets in three groups, evaluated at random moments, against the definition of raised and cleared read
/// over the whole history. The alerts are stored and loaded anew at random.</summary>
public sealed class AlertHistoryTests
{
    private static readonly string[][] Groups = [["sales"], ["support"], ["billing"]];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_alert_is_raised_and_cleared_once_and_in_order_also_across_restarts(bool loosesWorse)
    {
        var raised = 0;
        for (var seed = 0; seed < 500; seed++)
        {
            var run = new AlertRun(new Random(seed), loosesWorse);
            run.Evaluate(400);
            Assert.Equal(run.Expected().Select(Show), run.Stored().Select(Show));
            raised += run.Stored().Count;
        }
        Assert.InRange(raised, 2_000, int.MaxValue);

        string Show(Alert alert) => FormattableString.Invariant(
            $"{alert.Subject.Target}/{alert.Subject.Labels[0]} {alert.Since.UnixMs} {alert.RaisedAt?.UnixMs} {alert.ValueAtRaise} ")
            + FormattableString.Invariant($"{(loosesWorse ? 0 : alert.Worst)} {alert.ClearedAt?.UnixMs} {alert.End}");
    }

    private sealed class AlertRun(Random dice, bool loosesWorse)
    {
        private readonly KpiTarget[] _targets =
        [
            new("answered", "answer_rate", 80, IsAtLeast: true)
            {
                Warning = 90, GroupBy = ["queue"], HoldTime = TimeSpan.FromSeconds(dice.Next(4) * 20),
            },
            new("waiting", "waiting_contacts", 5, IsAtLeast: false) { GroupBy = ["queue"], HoldTime = TimeSpan.FromSeconds(dice.Next(90)) },
        ];

        private readonly Dictionary<(int Target, int Group), List<(Instant At, TargetJudgement Judged)>> _history = [];
        private readonly Dictionary<long, byte[]> _stored = [];
        private readonly long[] _values = [100, 100, 100];
        private OpenAlerts _alerts = new([], 0);
        private long _lastId;

        public void Evaluate(int count)
        {
            var now = new Instant(1_800_000_000_000);
            for (var i = 0; i < count; i++)
            {
                now += TimeSpan.FromMilliseconds(dice.Next(200) == 0 ? dice.Next(90_000_000) : dice.Next(15_000));
                for (var g = 0; g < Groups.Length; g++) _values[g] = dice.Next(6) == 0 ? dice.Next(-1, 12) : _values[g];
                for (var t = 0; t < _targets.Length; t++) Judge(t, now);
                if (_alerts.IsDue) Write();
                if (dice.Next(20) == 0) Restart();
            }
            Write();
        }

        public List<Alert> Stored() => [.. All().Where(alert => alert.IsRaised).OrderBy(Order).ThenBy(alert => alert.Subject.Target)
            .ThenBy(alert => alert.Subject.Labels[0])];

        // What raised and cleared mean, read over the evaluations of each group.
        public List<Alert> Expected() => [.. _history.SelectMany(of => Expected(of.Key.Target, of.Key.Group, of.Value)).OrderBy(Order)
            .ThenBy(alert => alert.Subject.Target).ThenBy(alert => alert.Subject.Labels[0])];

        private static long Order(Alert alert) => alert.Since.UnixMs;

        private IEnumerable<Alert> Expected(int t, int g, List<(Instant At, TargetJudgement Judged)> history)
        {
            var target = _targets[t];
            Alert? open = null;
            for (var i = 0; i < history.Count; i++)
            {
                var (now, judged) = history[i];
                var first = i;
                while (first > 0 && history[first - 1].Judged.Status == judged.Status) first--;
                var lasted = now - history[first].At;
                if (open is null && judged.Status == TargetStatus.Unmet && lasted >= target.HoldTime)
                {
                    var run = history[first..(i + 1)].Select(at => at.Judged.Value!.Value);
                    open = new Alert(0, AlertSubject.Of(target, Groups[g]), history[first].At, Worst(target, run))
                    {
                        RaisedAt = now, ValueAtRaise = judged.Value!.Value,
                    };
                }
                else if (open is not null && judged.Status == TargetStatus.Unmet)
                {
                    open = open with { Worst = Worst(target, [open.Worst, judged.Value!.Value]) };
                }
                AlertEnd? end = open is null ? null : judged.Status switch
                {
                    TargetStatus.Met when lasted >= target.HoldTime => AlertEnd.Met,
                    TargetStatus.NoData when lasted >= TimeSpan.FromHours(24) => AlertEnd.NoData,
                    _ => null,
                };
                if (end is null) continue;
                yield return open! with { ClearedAt = now, End = end.Value };
                open = null;
            }
            if (open is not null) yield return open;
        }

        private static decimal Worst(KpiTarget target, IEnumerable<decimal> values) => target.IsAtLeast ? values.Min() : values.Max();

        private void Judge(int t, Instant now)
        {
            var groups = Enumerable.Range(0, Groups.Length).Where(g => _values[g] >= 0).Select(g => (Groups[g], ValueOf(t, g))).ToList();
            _alerts.Judge(_targets[t], groups, now);
            for (var g = 0; g < Groups.Length; g++)
            {
                if (!_history.TryGetValue((t, g), out var history)) _history.Add((t, g), history = []);
                var value = _values[g] < 0 ? KpiValue.None : ValueOf(t, g);
                history.Add((now, TargetJudgement.Of(_targets[t], value, now)));
            }
        }

        private KpiValue ValueOf(int t, int g) => KpiValue.Count(t == 0 ? 75 + 2 * _values[g] : _values[g]);

        private void Write()
        {
            foreach (var (id, alert) in _alerts.Unwritten)
            {
                if (alert is null) _stored.Remove(id);
                else _stored[id] = AlertCodec.Encode(alert).ToArray();
                _lastId = Math.Max(_lastId, id);
            }
            _alerts.Written();
        }

        private void Restart()
        {
            if (!loosesWorse) Write();
            _alerts = new OpenAlerts(All().Where(alert => alert.IsOpen), _lastId);
        }

        private IEnumerable<Alert> All() => _stored.Select(record => AlertCodec.Decode(record.Key, record.Value));
    }
}
