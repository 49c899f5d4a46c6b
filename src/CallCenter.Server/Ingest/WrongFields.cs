using CallCenter.Server.Errors;

namespace CallCenter.Server.Ingest;

/// <summary>
/// Reports wrong fields of an event. The first one throws, so that valid events pay nothing for the collecting; the mapping is then run
/// again by <see cref="Collect"/>, which notes each wrong field and goes on with a stand-in for its value.
/// </summary>
internal static class WrongFields
{
    // Enough to correct an event by; a floor report has a hundred thousand fields.
    private const int CollectedMax = 100;

    [ThreadStatic]
    private static List<FieldErrorException>? _collected;

    /// <summary>Throws, or notes the problem and returns the stand-in.</summary>
    /// <exception cref="FieldErrorException">The field is wrong.</exception>
    public static T Report<T>(string field, string problem, T standIn)
    {
        var error = new FieldErrorException(field, problem);
        if (_collected is not { Count: < CollectedMax } collected) throw error;
        // A tag's name and value are checked one by one, but are one field to the sender.
        if (!collected.Exists(e => e.Message == error.Message)) collected.Add(error);
        return standIn;
    }

    /// <summary>Whether one of these fields was noted, so that a check of its stand-in means nothing.</summary>
    public static bool HasReported(params ReadOnlySpan<string> fields)
    {
        foreach (var error in _collected ?? [])
        {
            if (fields.Contains(error.Field)) return true;
        }
        return false;
    }

    /// <summary>All wrong fields of an event, in the order in which the mapping reads them.</summary>
    /// <param name="map">The mapping; it runs on this thread, and its result is of no use.</param>
    public static FieldErrorException Collect(Action map)
    {
        var collected = _collected = [];
        try
        {
            map();
        }
        catch (FieldErrorException e)
        {
            collected.Add(e);
        }
        finally
        {
            _collected = null;
        }
        return FieldErrorException.Of(collected);
    }
}
