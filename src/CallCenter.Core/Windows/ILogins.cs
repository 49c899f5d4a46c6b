using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>The login sessions and states of a source's agents.</summary>
public interface ILogins
{
    /// <summary>Start of an agent's present login session, or of the last one; null when none is known.</summary>
    Instant? LoggedInAt(string agent);

    /// <summary>The code of an agent's state, and its start; null when they are not known. Without a start the agent has been in it since
    /// it was first named.</summary>
    (int State, Instant? Since)? StateOf(string agent);
}
