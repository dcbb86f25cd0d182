console.log("the app, long enough that compressing it is worth the while");
