using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Engine.Board;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using KpiKind = CallCenter.Core.Kpis.KpiKind;
using KpiValue = CallCenter.Core.Kpis.KpiValue;
using ValueMessage = CallCenter.V1.KpiValue;

namespace CallCenter.Server.Kpis;

/// <summary>Encodes a view, or its changes since a revision, straight from its values: an object for each of them would cost more than
/// everything else of a subscription.</summary>
internal sealed class RowEncoder(Core.Views.Selector selector)
{
    private readonly ProtoBuffer _rows = new();
    private readonly int?[] _comparedWith = [.. Enumerable.Range(0, selector.Columns.Count).Select(selector.ComparedWith)];
    private (int Start, int End) _edgeFields;

    /// <summary>All values, as fields of <see cref="Snapshot"/>, in parts of whole rows of about this size; the columns are in the
    /// first.</summary>
    public List<byte[]> EncodeAll(BoardState state, int partBytesMax)
    {
        List<byte[]> parts = [];
        _edgeFields = (Snapshot.WindowStartTimeFieldNumber, Snapshot.WindowEndTimeFieldNumber);
        WriteEdges(state);
        foreach (var column in selector.Columns)
        {
            var start = _rows.Begin(Snapshot.ColumnsFieldNumber);
            _rows.Fields(KpiMapper.ToColumn(column, selector.Targets));
            _rows.End(start);
        }
        foreach (var row in state.Rows)
        {
            EndPartIfFull(parts, state, partBytesMax);
            WriteWhole(row, state.AsOf);
        }
        parts.Add(_rows.Written.ToArray());
        return parts;
    }

    /// <summary>The changes since a revision, which must not be older than all known removals, as fields of <see cref="Update"/>, in parts
    /// of whole rows of about this size.</summary>
    public List<byte[]> EncodeChanges(BoardState state, long since, int partBytesMax)
    {
        List<byte[]> parts = [];
        _edgeFields = (Update.WindowStartTimeFieldNumber, Update.WindowEndTimeFieldNumber);
        WriteEdges(state);
        foreach (var group in state.Removals.Groups)
        {
            if (group.RemovedAt > since) WriteRemoval(group);
        }
        foreach (var row in state.Rows)
        {
            if (!HasChanged(row, since)) continue;
            EndPartIfFull(parts, state, partBytesMax);
            WriteChanges(row, since, state.AsOf);
        }
        parts.Add(_rows.Written.ToArray());
        return parts;
    }

    private static bool HasChanged(BoardRow row, long since)
    {
        foreach (var at in row.ChangedAt)
        {
            if (at > since) return true;
        }
        return false;
    }

    private void EndPartIfFull(List<byte[]> parts, BoardState state, int partBytesMax)
    {
        if (_rows.Length <= partBytesMax) return;
        parts.Add(_rows.Written.ToArray());
        _rows.Clear();
        WriteEdges(state);
    }

    private void WriteEdges(BoardState state)
    {
        WriteTime(_edgeFields.Start, state.Window.Start.UnixMs);
        WriteTime(_edgeFields.End, state.Window.End.UnixMs);
    }

    private void WriteRemoval(RemovedGroup group)
    {
        var start = _rows.Begin(Update.RemovedGroupsFieldNumber);
        foreach (var label in group.Labels) _rows.Text(GroupLabels.LabelsFieldNumber, label);
        _rows.Integer(GroupLabels.RowFieldNumber, group.Number);
        _rows.End(start);
    }

    private void WriteWhole(BoardRow row, Instant asOf)
    {
        var start = _rows.Begin(Snapshot.RowsFieldNumber);
        foreach (var label in row.Labels) _rows.Text(KpiRow.LabelsFieldNumber, label);
        for (var i = 0; i < row.Values.Length; i++)
        {
            var value = _rows.Begin(KpiRow.ValuesFieldNumber);
            WriteValue(row, i, asOf);
            _rows.End(value);
        }
        _rows.Integer(KpiRow.RowFieldNumber, row.Number);
        _rows.End(start);
    }

    private void WriteChanges(BoardRow row, long since, Instant asOf)
    {
        var start = _rows.Begin(Update.RowsFieldNumber);
        foreach (var label in row.Labels) _rows.Text(RowUpdate.LabelsFieldNumber, label);
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (row.ChangedAt[i] > since) WriteColumn(row, i, asOf);
        }
        _rows.Integer(RowUpdate.RowFieldNumber, row.Number);
        _rows.End(start);
    }

    private void WriteColumn(BoardRow row, int column, Instant asOf)
    {
        var start = _rows.Begin(RowUpdate.ValuesFieldNumber);
        if (column > 0) _rows.Integer(ColumnValue.ColumnFieldNumber, column);
        var inner = _rows.Begin(ColumnValue.ValueFieldNumber);
        WriteValue(row, column, asOf);
        _rows.End(inner);
        _rows.End(start);
    }

    private void WriteValue(BoardRow row, int index, Instant asOf)
    {
        var (column, value) = (selector.Columns[index], row.Values[index]);
        WriteValue(value, column.Kind);
        if (column.Targets?.StatusOf(row.Labels, value, asOf) is { } status)
            _rows.Integer(ValueMessage.TargetStatusFieldNumber, (long)status);
        if (_comparedWith[index] is not { } with || ValueChange.Of(row.Values[with], value) is not { } change) return;
        _rows.Double(ValueMessage.ChangeFieldNumber, change.By);
        if (change.Percent is { } percent) _rows.Double(ValueMessage.ChangePercentFieldNumber, percent);
    }

    private void WriteValue(KpiValue value, KpiKind kind)
    {
        switch (value.Kind)
        {
            case KpiValueKind.None:
                if (value.A != 0) _rows.Integer(ValueMessage.NoValueReasonFieldNumber, value.A);
                return;
            case KpiValueKind.Count:
                _rows.Integer(ValueMessage.CountFieldNumber, value.A);
                break;
            case KpiValueKind.Duration:
                WriteSpan(ValueMessage.DurationFieldNumber, value.A);
                break;
            case KpiValueKind.Time:
                WriteTime(ValueMessage.TimeFieldNumber, value.A);
                break;
            default:
                WriteQuotient(value, kind);
                break;
        }
        _rows.Double(ValueMessage.NumberFieldNumber, value.Number!.Value);
    }

    private void WriteQuotient(KpiValue value, KpiKind kind)
    {
        switch (value.Kind)
        {
            case KpiValueKind.Ratio when kind == KpiKind.Rate:
                var rate = _rows.Begin(ValueMessage.RateFieldNumber);
                _rows.Integer(Rate.CountFieldNumber, value.A / ValueMapper.SecondsOfHour);
                WriteSpan(Rate.TimeFieldNumber, 1000 * value.B);
                _rows.End(rate);
                break;
            case KpiValueKind.Ratio:
                var ratio = _rows.Begin(ValueMessage.RatioFieldNumber);
                _rows.Integer(Ratio.NumeratorFieldNumber, value.A);
                _rows.Integer(Ratio.DenominatorFieldNumber, value.B);
                _rows.End(ratio);
                break;
            case KpiValueKind.Mean:
                var mean = _rows.Begin(ValueMessage.MeanFieldNumber);
                WriteSpan(Mean.TotalFieldNumber, value.A);
                _rows.Integer(Mean.CountFieldNumber, value.B);
                _rows.End(mean);
                break;
            case KpiValueKind.Score:
                var score = _rows.Begin(ValueMessage.ScoreFieldNumber);
                _rows.Double(Score.TotalFieldNumber, value.A / 1000.0);
                _rows.Integer(Score.CountFieldNumber, value.B);
                _rows.End(score);
                break;
        }
    }

    // Of both signs, as a duration has them.
    private void WriteSpan(int field, long ms) => WriteParts(field, ms / 1000, (int)(ms % 1000));

    // The parts of a second go forwards, also before 1970.
    private void WriteTime(int field, long ms)
    {
        var seconds = Math.DivRem(ms, 1000, out var rest);
        if (rest < 0) (seconds, rest) = (seconds - 1, rest + 1000);
        WriteParts(field, seconds, (int)rest);
    }

    private void WriteParts(int field, long seconds, int ms)
    {
        var start = _rows.Begin(field);
        if (seconds != 0) _rows.Integer(Duration.SecondsFieldNumber, seconds);
        if (ms != 0) _rows.Integer(Duration.NanosFieldNumber, ms * 1_000_000);
        _rows.End(start);
    }
}
