"""The forms of on-call: the shape of what is typed. What is allowed, the actions say."""
