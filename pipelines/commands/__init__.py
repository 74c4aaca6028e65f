"""The commands by what people do: collect, build, show, inspect. Each calls one function of the room that works."""
