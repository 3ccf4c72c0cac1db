from eo_deep.io.class_names import name_key


def test_names_that_say_the_same():
    assert name_key("Built-up  areas ") == name_key("built_up area")
    assert name_key("Class 007") == name_key("7") == "7"
    assert name_key("-5") != name_key("5")
