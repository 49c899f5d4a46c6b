using System.Globalization;
using CallCenter.Core.Explanations;
using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Board;
using CallCenter.Server.Callers;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Selector = CallCenter.Core.Views.Selector;

namespace CallCenter.Server.Kpis;

/// <summary>Turns the question what is behind a value into the engine's, or says which fields are wrong.</summary>
internal sealed class ExplainMapper(SelectorMapper selectors)
{
    private const int SizeDefault = 100;
    private const int SizeMax = 1_000;

    /// <returns>The query, and what tells requests apart whose pages do not fit together.</returns>
    public (ExplainQuery Query, string[] Identity) Map(Caller caller, ExplainValueRequest request)
    {
        var errors = new FieldErrors();
        var selector = errors.Try(() => selectors.Map(caller, request.Selector))!;
        errors.Try(() => request.PageSize is >= 0 and <= SizeMax ? "" : throw new FieldErrorException(
            "page_size", $"must be 1 to {SizeMax}, or 0 for {SizeDefault}", $"{request.PageSize}"));
        errors.ThrowIfAny();
        var formula = errors.Try(() => FormulaOf(selector, request.Column));
        var labels = errors.Try(() => LabelsOf(selector, request.Labels));
        errors.ThrowIfAny();
        string[] identity =
        [
            "explain", caller.Tenant.Value, caller.Rights.FiltersText, selector.Text, request.Column.ToString(CultureInfo.InvariantCulture),
            .. labels!,
        ];
        var query = new ExplainQuery(
            GroupOf(selector, formula!.Column, labels!), formula, null, null, request.PageSize == 0 ? SizeDefault : request.PageSize);
        if (request.PageToken.Length == 0) return (query, identity);
        var (asOf, windowStart, after) = ExplainToken.Read(request.PageToken, identity);
        return (query with { AsOf = asOf, After = after, Selector = At(query.Selector, windowStart) }, identity);
    }

    private static ExplainedFormula FormulaOf(Selector selector, int column)
    {
        if (column < 0 || column >= selector.Columns.Count)
            throw new FieldErrorException("column", $"must be 0 to {selector.Columns.Count - 1}, the index of a KPI", $"{column}");
        return ExplainedFormula.Of(selector.Columns[column], out var problem) ?? throw new FieldErrorException(
            "column", $"is {ColumnMapper.ToSpec(selector.Columns[column])}, which {problem}", $"{column}");
    }

    private static string[] LabelsOf(Selector selector, IReadOnlyList<string> labels)
    {
        if (labels.Count != selector.GroupBy.Count)
            throw new FieldErrorException(
                "labels", $"has {labels.Count} labels; give one for each of the {selector.GroupBy.Count} dimensions of selector.group_by",
                $"{labels.Count}");
        return [.. labels.Select((label, i) => Fields.Optional(label, $"labels[{i}]"))];
    }

    // The group alone, as a selector of its own.
    private static Selector GroupOf(Selector selector, Column column, string[] labels) => (selector with
    {
        Text = "explain",
        Columns = [column],
        GroupBy = [],
        Where =
        [
            .. selector.Where,
            .. selector.GroupBy.Select((dimension, i) => new Core.Views.Filter(dimension, new HashSet<string> { labels[i] })),
        ],
        Choice = Core.Views.GroupChoice.All,
    }).Complete();

    // As many contacts end, the window of the last ones would move on.
    private static Selector At(Selector selector, Instant windowStart)
        => selector.Window is LastContactsWindow ? selector with { Window = new RangeWindow(windowStart, To: null) } : selector;
}
