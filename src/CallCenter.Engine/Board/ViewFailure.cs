namespace CallCenter.Engine.Board;

/// <summary>A selector makes more groups than allowed.</summary>
/// <param name="count">Groups found when it was refused; there may be more.</param>
public sealed class TooManyGroupsException(int count, int max)
    : Exception($"The selector makes {count} groups or more; at most {max} are allowed. Add a filter or group by less.")
{
    public int Count { get; } = count;
    public int Max { get; } = max;
}

/// <summary>The values of a view cannot be computed: a defect of the server that affects this view only.</summary>
public sealed class ViewFailedException(Exception defect)
    : Exception("The server failed on this selector; its log has the details. Other selectors are not affected.", defect);

/// <summary>The wall clock was set back so far that a view's time would stand still; a new subscription starts with the new time.</summary>
public sealed class ClockSetBackException(TimeSpan by)
    : Exception($"The server's clock was set back by {by.TotalSeconds:0} s; subscribe again to go on with the new time.");
