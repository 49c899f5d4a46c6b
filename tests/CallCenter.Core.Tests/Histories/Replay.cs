using CallCenter.Core.Events;
using CallCenter.Core.Tests.Model;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Plays a history to Core and to the model, step by step.</summary>
internal sealed class Replay
{
    private const int ChecksAtEnd = 4;
    private const long Second = 1_000;

    private readonly History _history;
    private readonly CoreUnderTest _core;
    private readonly List<ModelSource> _model;
    private long _nowMs;

    private Replay(History history)
    {
        _history = history;
        var sources = Enumerable.Range(0, 2).Select(i => $"s{i}").ToList();
        _core = new CoreUnderTest(
            sources,
            CoreUnderTest.Default with { RepeatWithin = TimeSpan.FromMilliseconds(ModelCustomers.RepeatWithinMs) },
            ModelTargets.Settings);
        _model = [.. sources.Select(s => new ModelSource(s))];
        _nowMs = history.StartMs;
    }

    /// <summary>The differences found at the first point that shows any, and how many rows had retired by then.</summary>
    public static (List<string> Differences, int RetiredCount) Run(History history)
    {
        var replay = new Replay(history);
        for (var i = 0; i < history.Steps.Count; i++)
        {
            var differences = replay.Take(history.Steps[i]);
            if (differences.Count > 0) return ([.. differences.Select(d => $"after step {i + 1}: {d}")], replay._core.RetiredCount);
        }
        var atEnd = Enumerable.Range(0, ChecksAtEnd).SelectMany(i => replay.Check(history.Questions + i)).ToList();
        return (atEnd, replay._core.RetiredCount);
    }

    private List<string> Take(Step step)
    {
        Pass(step);
        var source = _model[step.Source];
        switch (step.Kind)
        {
            case StepKind.Advance:
                _core.Advance(source.Name, _nowMs);
                source.Advance(_nowMs);
                break;
            case StepKind.RestoreFloor:
                _core.RestoreFloor(source.Name);
                break;
            case StepKind.Fold:
                _core.Fold(_nowMs);
                break;
            case StepKind.FoldFails:
                _core.FailFold(_nowMs);
                break;
            case StepKind.Reload:
                _core.Reload();
                break;
            case StepKind.Check:
                return Check(step.Choice);
            default:
                return Apply(source, StepEvents.Of(step, _nowMs)!, step.Commits);
        }
        return [];
    }

    private void Pass(Step step)
    {
        _nowMs += step.GapMs;
        if (step.EdgeMs > 0) _nowMs += step.EdgeMs - _nowMs % step.EdgeMs;
    }

    private List<string> Apply(ModelSource source, SourceEvent e, bool commits)
    {
        var expected = source.Apply(e, _nowMs);
        var actual = _core.Apply(source.Name, e, _nowMs);
        if (commits) _core.Commit();
        return actual == expected ? [] : [$"{e} was {actual}, the model says {expected}"];
    }

    // At a whole second: a change ahead of now and within now's own second is not told from one before now.
    private List<string> Check(int number)
    {
        _core.Commit();
        _nowMs += (Second - _nowMs % Second) % Second;
        return Questions.Ask(_core, _model, _history.Zone, number, _nowMs);
    }
}
