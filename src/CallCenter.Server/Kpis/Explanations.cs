using CallCenter.Core.Explanations;
using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using ExplainedEntry = CallCenter.Core.Explanations.ExplainedEntry;

namespace CallCenter.Server.Kpis;

/// <summary>Answers what is behind a value.</summary>
internal sealed class Explanations(ValueExplainer explainer, ExplainMapper mapper)
{
    // A quarter of what gRPC clients accept unless set otherwise.
    private const int BytesMax = 1024 * 1024;

    public async Task<ExplainValueResponse> ExplainAsync(ExplainValueRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (query, identity) = mapper.Map(caller, request);
        var explanation = await explainer.ExplainAsync(query, cancellationToken);
        var answer = new ExplainValueResponse
        {
            AsOfTime = KpiMapper.ToTime(explanation.AsOf),
            Column = KpiMapper.ToColumn(query.Formula.Column, query.Selector.Targets),
            WindowStartTime = KpiMapper.ToTime(explanation.Window.Start),
            WindowEndTime = KpiMapper.ToTime(explanation.Window.End),
            Choice = !query.Formula.IsAdditive,
        };
        if (explanation.Value is { } value)
        {
            answer.Value = ValueMapper.ToValue(value, query.Formula.Column.Kind);
            (answer.EntryCount, answer.Listed) = (explanation.Count, ToParts(explanation.Total));
            if (explanation.Rest is { } rest) answer.Rest = ToParts(rest);
        }
        answer.NextPageToken = AddEntries(answer, explanation) is { } last
            ? ExplainToken.Write(explanation.AsOf, explanation.Window.Start, last, identity) : "";
        return answer;
    }

    // As many as fit; returns the place of the last one, if more follow.
    private static EntryKey? AddEntries(ExplainValueResponse answer, Explanation explanation)
    {
        var bytes = 0;
        EntryKey? last = null;
        foreach (var entry in explanation.Entries)
        {
            var message = ToMessage(entry);
            bytes += message.CalculateSize();
            if (bytes > BytesMax && last is not null) return last;
            answer.Entries.Add(message);
            last = entry.Key;
        }
        return explanation.HasMore ? last : null;
    }

    private static V1.ExplainedEntry ToMessage(ExplainedEntry entry) => new()
    {
        Kind = (ExplainedKind)entry.Kind,
        Source = entry.Key.Source,
        VisitId = entry.VisitId,
        ContactId = entry.ContactId,
        Queue = entry.Queue,
        Agent = entry.Agent,
        StartTime = ToTime(entry.BeganAt),
        AnsweredTime = ToTime(entry.AnsweredAt),
        EndTime = ToTime(entry.EndedAt),
        Outcome = (VisitOutcome)(entry.Outcome ?? default),
        Wait = ToSpan(entry.WaitMs),
        Talk = ToSpan(entry.TalkMs),
        Added = ToParts(entry.Added),
    };

    private static V1.ValueParts ToParts(Core.Explanations.ValueParts parts) => new() { Numerator = parts.Of, Denominator = parts.By };

    private static Timestamp? ToTime(Core.Identity.Instant? at) => at is { } instant ? KpiMapper.ToTime(instant) : null;

    private static Duration? ToSpan(long? ms) => ms is { } length ? Duration.FromTimeSpan(TimeSpan.FromMilliseconds(length)) : null;
}
